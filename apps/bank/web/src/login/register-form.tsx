import { Alert, asApiError, errorsByField, focusFirstError, useCountdown } from '@latchkey/web';
import { useRef, useState } from 'react';
import { NewPasswordField } from '../password/new-password-field.js';
import { brokenRule, passwordRules } from '../password/password.rules.js';
import { RuleList } from '../password/rule-list.js';
import { CredentialsForm, useTypedUsername } from './credentials-form.js';
import { register } from './login.client.js';
import { usernameRules } from './username.rules.js';

// A problem about the body as a whole is written for programs; its fields are written for people.
const LOOK_AT_FIELDS = 'Check the marked fields.';

interface FormErrors {
  form?: string | undefined;
  /** The form's is about a wait, and goes once that is over. */
  isWait?: boolean;
  username?: string | undefined;
  password?: string | undefined;
}

/** Username and password with the bank's rules; its errors show at the field they are about. */
export function RegisterForm({ enter }: { enter: (username: string, password: string) => Promise<void> }) {
  const [username, type] = useTypedUsername();
  const [errors, setErrors] = useState<FormErrors>({});
  const [wait, startWait] = useCountdown();
  const form = useRef<HTMLFormElement>(null);
  const opened = useRef<string>(undefined);
  const unanswered = useRef<string>(undefined);

  function reject(next: FormErrors) {
    setErrors(next);
    focusFirstError(form.current);
  }

  function submit(name: string, password: string) {
    const broken = { username: brokenRule(usernameRules(name)), password: brokenRule(passwordRules(password, name)) };
    if (broken.username === undefined && broken.password === undefined) return send(name, password);
    reject({ ...broken, form: LOOK_AT_FIELDS });
    return undefined;
  }

  async function send(name: string, password: string) {
    setErrors({});
    try {
      // The account may exist already, and only the login have failed.
      if (opened.current !== name) await register(name, password);
      opened.current = name;
      await enter(name, password);
    } catch (thrown) {
      const error = asApiError(thrown);
      // The answer that was lost may have been a yes. If the name is somebody else's, the first error stands.
      if (error.code === 'username_taken' && unanswered.current === name && (await isLoggedIn(name, password))) return;
      if (error.code === 'unreachable') unanswered.current = name;
      if (error.retryAfter !== undefined) startWait(error.retryAfter);
      const marked: FormErrors =
        error.code === 'username_taken' ? { username: error.detail } : errorsByField(error.errors);
      const isPointed = (marked.username ?? marked.password) !== undefined;
      const before = opened.current === name ? 'Your account was created, but the login did not work. ' : '';
      reject({
        ...marked,
        form: isPointed ? LOOK_AT_FIELDS : before + error.detail,
        isWait: error.retryAfter !== undefined,
      });
    }
  }

  async function isLoggedIn(name: string, password: string): Promise<boolean> {
    return enter(name, password).then(
      () => true,
      () => false,
    );
  }

  const isOver = errors.isWait === true && wait === 0;
  return (
    <CredentialsForm
      ref={form}
      alert={errors.form !== undefined && !isOver && <Alert>{errors.form}</Alert>}
      username={{
        value: username,
        onValue: (name) => {
          type(name);
          setErrors({ ...errors, username: undefined });
        },
        error: errors.username,
        hint: <RuleList rules={usernameRules(username.trim())} />,
      }}
      password={
        <NewPasswordField
          label="Password"
          name="password"
          username={username}
          error={errors.password}
          onEdit={() => setErrors({ ...errors, password: undefined })}
        />
      }
      wait={wait}
      action="Create account"
      onSubmit={submit}
    />
  );
}
