import { Alert, ErrorAlert, PasswordField, asApiError, boxOf } from '@latchkey/web';
import type { ApiError } from '@latchkey/web';
import { useEffect, useRef, useState } from 'react';
import { useAttemptWait } from './attempt-wait.js';
import { CredentialsForm, useTypedUsername } from './credentials-form.js';
import { typedUsername } from './login-draft.js';

interface LoginFormProps {
  enter: (username: string, password: string) => Promise<void>;
}

/** Username and password. What was typed stays, whatever the bank answers; the username also over a reload. */
export function LoginForm({ enter }: LoginFormProps) {
  const [username, type] = useTypedUsername();
  const [error, setError] = useState<ApiError>();
  const [missing, setMissing] = useState<'username' | 'password'>();
  const { left: wait, reason, start: startWait } = useAttemptWait(username.trim());
  const form = useRef<HTMLFormElement>(null);
  const field = (name: string) => boxOf(form.current!, name);

  useEffect(() => {
    // Someone who came from another page hears the heading first; otherwise typing can start at once.
    if (document.activeElement === document.body) field(typedUsername() === '' ? 'username' : 'password').focus();
  }, []);

  function edit(name: string) {
    type(name);
    setMissing(undefined);
  }

  function submit(name: string, password: string) {
    setError(undefined);
    if (name !== '' && password !== '') return send(name, password);
    const box = name === '' ? 'username' : 'password';
    setMissing(box);
    field(box).focus();
    return undefined;
  }

  async function send(name: string, password: string) {
    edit(name);
    try {
      await enter(name, password);
    } catch (thrown) {
      const loginError = asApiError(thrown);
      setError(loginError);
      if (loginError.retryAfter !== undefined) startWait(loginError.retryAfter, name, loginError.detail);
      if (loginError.code === 'invalid_credentials') field('password').select();
    }
  }

  // Once the wait is over, its message goes.
  const isOver = error?.retryAfter !== undefined && wait === 0;
  const kept = error === undefined && reason !== undefined ? <Alert>{reason}</Alert> : undefined;
  return (
    <CredentialsForm
      ref={form}
      alert={error === undefined || isOver ? kept : <ErrorAlert error={error} />}
      username={{ value: username, onValue: edit, error: missing === 'username' ? 'Enter your username.' : undefined }}
      password={
        <PasswordField
          label="Password"
          name="password"
          id="password"
          onValue={() => setMissing(undefined)}
          error={missing === 'password' ? 'Enter your password.' : undefined}
          autoComplete="current-password"
          required
        />
      }
      wait={wait}
      action="Log in"
      onSubmit={submit}
    />
  );
}
