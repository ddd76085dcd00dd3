import {
  Alert,
  Field,
  SubmitButton,
  asApiError,
  errorsByField,
  focusFirstError,
  typedText,
  useCountdown,
} from '@latchkey/web';
import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { keepUsername, typedUsername } from './login-draft.js';
import { NewPasswordField } from '../password/new-password-field.js';
import { brokenRule, passwordRules } from '../password/password.rules.js';
import { RuleList } from '../password/rule-list.js';
import { register } from './register.client.js';
import { usernameRules } from './username.rules.js';

// A problem about the body as a whole speaks to programs; its fields speak to people.
const LOOK_AT_FIELDS = 'Please look at the marked fields.';

interface FormErrors {
  form?: string | undefined;
  /** The form's is about a wait, and no news once that is over. */
  isWait?: boolean;
  username?: string | undefined;
  password?: string | undefined;
}

/** Username and password with the bank's rules; its errors show at the field they are about. */
export function RegisterForm({ enter }: { enter: (username: string, password: string) => Promise<void> }) {
  const [username, setUsername] = useState(typedUsername);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<FormErrors>({});
  const [wait, startWait] = useCountdown();
  const form = useRef<HTMLFormElement>(null);
  const opened = useRef<string>(undefined);
  const unanswered = useRef<string>(undefined);

  function type(name: string) {
    setUsername(name);
    keepUsername(name);
    setErrors({ ...errors, username: undefined });
  }

  function refuse(next: FormErrors) {
    setErrors(next);
    focusFirstError(form.current);
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy || wait > 0) return;
    // No username holds a space; keyboards of phones add one.
    const name = typedText(event.currentTarget, 'username').trim();
    const password = typedText(event.currentTarget, 'password');
    const broken = { username: brokenRule(usernameRules(name)), password: brokenRule(passwordRules(password, name)) };
    if (broken.username !== undefined || broken.password !== undefined) {
      return refuse({ ...broken, form: LOOK_AT_FIELDS });
    }
    setErrors({});
    setBusy(true);
    try {
      // The account may be there already, and only the login have failed.
      if (opened.current !== name) await register(name, password);
      opened.current = name;
      await enter(name, password);
    } catch (thrown) {
      const error = asApiError(thrown);
      // The answer that was lost may have been a yes. If the name is somebody else's, the first refusal stands.
      if (error.code === 'username_taken' && unanswered.current === name && (await isLoggedIn(name, password)))
        return setBusy(false);
      if (error.code === 'unreachable') unanswered.current = name;
      if (error.retryAfter !== undefined) startWait(error.retryAfter);
      const marked: FormErrors =
        error.code === 'username_taken' ? { username: error.detail } : errorsByField(error.errors);
      const isPointed = (marked.username ?? marked.password) !== undefined;
      const before = opened.current === name ? 'Your account is there, only the login did not work. ' : '';
      refuse({
        ...marked,
        form: isPointed ? LOOK_AT_FIELDS : before + error.detail,
        isWait: error.retryAfter !== undefined,
      });
    }
    setBusy(false);
  }

  async function isLoggedIn(name: string, password: string): Promise<boolean> {
    return enter(name, password).then(
      () => true,
      () => false,
    );
  }

  return (
    <form ref={form} method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-6">
      {errors.form !== undefined && !(errors.isWait === true && wait === 0) && <Alert>{errors.form}</Alert>}
      <Field
        label="Username"
        name="username"
        id="username"
        defaultValue={username}
        onValue={type}
        error={errors.username}
        hint={<RuleList rules={usernameRules(username.trim())} />}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        required
      />
      <NewPasswordField
        label="Password"
        name="password"
        username={username}
        error={errors.password}
        onEdit={() => setErrors({ ...errors, password: undefined })}
      />
      <SubmitButton busy={busy} wait={wait}>
        Create account
      </SubmitButton>
    </form>
  );
}
