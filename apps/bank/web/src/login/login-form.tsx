import { Alert, Field, PasswordField, SubmitButton, asFault, boxOf, typedText } from '@latchkey/web';
import type { ApiFault } from '@latchkey/web';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { keepUsername, typedUsername } from './login-draft.js';
import { useGuessWait } from './attempt-wait.js';

interface LoginFormProps {
  enter: (username: string, password: string) => Promise<void>;
}

/** Username and password. What was typed stays, whatever the bank says; the username also over a reload. */
export function LoginForm({ enter }: LoginFormProps) {
  const [username, setUsername] = useState(typedUsername);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<ApiFault>();
  const [missing, setMissing] = useState<'username' | 'password'>();
  const { left: wait, reason, start: startWait } = useGuessWait(username.trim());
  const form = useRef<HTMLFormElement>(null);
  const field = (name: string) => boxOf(form.current!, name);

  useEffect(() => {
    // Whoever came from another page gets the heading read first; else one can type at once.
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
    setFault(undefined);
    // No username holds a space; keyboards of phones add one.
    const name = typedText(event.currentTarget, 'username').trim();
    const password = typedText(event.currentTarget, 'password');
    if (name === '' || password === '') return lack(name === '' ? 'username' : 'password');
    type(name);
    setBusy(true);
    try {
      await enter(name, password);
    } catch (thrown) {
      const refusal = asFault(thrown);
      setFault(refusal);
      if (refusal.retryAfter !== undefined) startWait(refusal.retryAfter, name, refusal.detail);
      if (refusal.code === 'invalid_credentials') field('password').select();
    }
    setBusy(false);
  }

  // A wait that is over is no news any more.
  const isOver = fault?.retryAfter !== undefined && wait === 0;
  const text = isOver ? undefined : (fault?.detail ?? reason);
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
          {fault !== undefined && fault.status >= 500 && fault.requestId !== undefined && (
            <p>
              Request id <code translate="no">{fault.requestId}</code>
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
        fault={missing === 'username' ? 'Please type your username.' : undefined}
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
        fault={missing === 'password' ? 'Please type your password.' : undefined}
        autoComplete="current-password"
        required
      />
      <SubmitButton busy={busy} wait={wait}>
        Log in
      </SubmitButton>
    </form>
  );
}
