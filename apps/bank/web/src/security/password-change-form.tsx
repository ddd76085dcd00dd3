import {
  ErrorAlert,
  Note,
  PasswordField,
  SubmitButton,
  asApiError,
  errorsByField,
  focusFirstError,
  typedText,
  useCountdown,
} from '@latchkey/web';
import type { ApiError } from '@latchkey/web';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { NewPasswordField } from '../password/new-password-field.js';
import { brokenRule, passwordRules } from '../password/password.rules.js';
import { changePassword } from './security.client.js';

interface FormErrors {
  form?: ApiError | undefined;
  currentPassword?: string | undefined;
  newPassword?: string | undefined;
}

/** The current and the new password. What was typed stays until the bank has taken it. */
export function PasswordChangeForm({ username, onChanged }: { username: string; onChanged: () => void }) {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<FormErrors>({});
  const [changes, setChanges] = useState(0);
  const [isNews, setNews] = useState(false);
  const [wait, startWait] = useCountdown();
  const unanswered = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  const news = useRef<HTMLOutputElement>(null);

  useEffect(() => {
    if (isNews) news.current?.focus();
  }, [isNews, changes]);

  function refuse(next: FormErrors) {
    setErrors(next);
    focusFirstError(form.current);
  }

  function edit(field: 'currentPassword' | 'newPassword') {
    setErrors({ ...errors, [field]: undefined });
    setNews(false);
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy || wait > 0) return;
    const current = typedText(event.currentTarget, 'currentPassword');
    const chosen = typedText(event.currentTarget, 'newPassword');
    const broken = {
      currentPassword: current === '' ? 'Enter your current password.' : undefined,
      newPassword: brokenRule(passwordRules(chosen, username)),
    };
    if (broken.currentPassword !== undefined || broken.newPassword !== undefined) return refuse(broken);
    setErrors({});
    setNews(false);
    setBusy(true);
    try {
      await changePassword(current, chosen);
      unanswered.current = false;
      setChanges(changes + 1);
      setNews(true);
      onChanged();
    } catch (thrown) {
      const error = asApiError(thrown);
      if (error.code === 'unreachable') unanswered.current = true;
      if (error.retryAfter !== undefined) startWait(error.retryAfter);
      if (error.code === 'invalid_credentials') {
        // The answer that was lost may have been a yes.
        const doubt = unanswered.current
          ? ' Your last attempt may have succeeded: if so, your new password already counts.'
          : '';
        refuse({ currentPassword: error.detail + doubt });
      } else {
        const marked: FormErrors = errorsByField(error.errors);
        const isPointed = (marked.currentPassword ?? marked.newPassword) !== undefined;
        refuse(isPointed ? marked : { form: error });
      }
    }
    setBusy(false);
  }

  // Once the wait is over, its message goes.
  const error = errors.form?.retryAfter !== undefined && wait === 0 ? undefined : errors.form;
  return (
    <form
      // A change that went through empties the boxes.
      key={changes}
      ref={form}
      method="post"
      noValidate
      onSubmit={(event) => void submit(event)}
      className="flex max-w-md flex-col gap-6"
    >
      <output ref={news} tabIndex={-1} className="block outline-none empty:sr-only">
        {isNews && <Note tone="good">Your password has been changed. All your other sessions have ended.</Note>}
      </output>
      {error !== undefined && <ErrorAlert error={error} />}
      {/* For password managers: whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <PasswordField
        label="Current password"
        name="currentPassword"
        id="current-password"
        error={errors.currentPassword}
        onValue={() => edit('currentPassword')}
        autoComplete="current-password"
        required
      />
      <NewPasswordField
        label="New password"
        name="newPassword"
        username={username}
        error={errors.newPassword}
        onEdit={() => edit('newPassword')}
      />
      <div className="flex flex-col items-stretch sm:items-start">
        <SubmitButton busy={busy} wait={wait}>
          Change password
        </SubmitButton>
      </div>
    </form>
  );
}
