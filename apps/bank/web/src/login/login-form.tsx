import { Alert, Field, PasswordField, SubmitButton, asApiError, boxOf, typedText } from '@latchkey/web';
import type { ApiError } from '@latchkey/web';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { keepUsername, typedUsername } from './login-draft.js';
import { useAttemptWait } from './attempt-wait.js';

interface LoginFormProps {
  enter: (username: string, password: string) => Promise<void>;
}

/** Username and password. What was typed stays, whatever the bank says; the username also over a reload. */
export function LoginForm({ enter }: LoginFormProps) {
  const [username, setUsername] = useState(typedUsername);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [missing, setMissing] = useState<'username' | 'password'>();
  const { left: wait, reason, start: startWait } = useAttemptWait(username.trim());
  const form = useRef<HTMLFormElement>(null);
  const field = (name: string) => boxOf(form.current!, name);

  useEffect(() => {
    // Someone who came from another page hears the heading first; otherwise typing can start at once.
    if (document.activeElement === document.body) field(typedUsername() === '' ? 'username' : 'password').focus();
  }, []);

  function type(name: string) {
    setUsername(name);
    keepUsername(name);
    setMissing(undefined);
  }

  function lack(box: 'username' | 'password') {
    setMissing(box);
    field(box).focus();
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy || wait > 0) return;
    setError(undefined);
    // No username holds a space; keyboards of phones add one.
    const name = typedText(event.currentTarget, 'username').trim();
    const password = typedText(event.currentTarget, 'password');
    if (name === '' || password === '') return lack(name === '' ? 'username' : 'password');
    type(name);
    setBusy(true);
    try {
      await enter(name, password);
    } catch (thrown) {
      const refusal = asApiError(thrown);
      setError(refusal);
      if (refusal.retryAfter !== undefined) startWait(refusal.retryAfter, name, refusal.detail);
      if (refusal.code === 'invalid_credentials') field('password').select();
    }
    setBusy(false);
  }

  // Once the wait is over, its message goes.
  const isOver = error?.retryAfter !== undefined && wait === 0;
  const text = isOver ? undefined : (error?.detail ?? reason);
  return (
    <form
      ref={form}
      // Never a query with a password in it, whatever happens to the script.
      method="post"
      noValidate
      onSubmit={(event) => void submit(event)}
      className="flex flex-col gap-6"
    >
      {text !== undefined && (
        <Alert>
          <p>{text}</p>
          {error !== undefined && error.status >= 500 && error.requestId !== undefined && (
            <p>
              Request id <code translate="no">{error.requestId}</code>
            </p>
          )}
        </Alert>
      )}
      <Field
        label="Username"
        name="username"
        id="username"
        defaultValue={username}
        onValue={type}
        error={missing === 'username' ? 'Please type your username.' : undefined}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        required
      />
      <PasswordField
        label="Password"
        name="password"
        id="password"
        onValue={() => setMissing(undefined)}
        error={missing === 'password' ? 'Please type your password.' : undefined}
        autoComplete="current-password"
        required
      />
      <SubmitButton busy={busy} wait={wait}>
        Log in
      </SubmitButton>
    </form>
  );
}
