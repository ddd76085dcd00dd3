import { Field, SubmitButton, typedText } from '@latchkey/web';
import { useState } from 'react';
import type { FormEvent, ReactNode, Ref } from 'react';
import { keepUsername, typedUsername } from './login-draft.js';

interface CredentialsFormProps {
  ref: Ref<HTMLFormElement>;
  /** Above the boxes. */
  alert: ReactNode;
  username: { value: string; onValue: (username: string) => void; error: string | undefined; hint?: ReactNode };
  password: ReactNode;
  /** Seconds until the bank takes another attempt; 0 for none. */
  wait: number;
  /** What the button says. */
  action: string;
  /** Sends what was typed; returns nothing where there is nothing to send. */
  onSubmit: (username: string, password: string) => Promise<void> | undefined;
}

/** Username, password and a button: the form of login and of registration. */
export function CredentialsForm({ ref, alert, username, password, wait, action, onSubmit }: CredentialsFormProps) {
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy || wait > 0) return;
    // No username holds a space; keyboards of phones add one.
    const name = typedText(event.currentTarget, 'username').trim();
    const sent = onSubmit(name, typedText(event.currentTarget, 'password'));
    if (sent === undefined) return;
    setBusy(true);
    await sent;
    setBusy(false);
  }

  return (
    <form
      ref={ref}
      // Never a query with a password in it, whatever happens to the script.
      method="post"
      noValidate
      onSubmit={(event) => void submit(event)}
      className="flex flex-col gap-6"
    >
      {alert}
      <Field
        label="Username"
        name="username"
        id="username"
        defaultValue={username.value}
        onValue={username.onValue}
        error={username.error}
        hint={username.hint}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        required
      />
      {password}
      <SubmitButton busy={busy} wait={wait}>
        {action}
      </SubmitButton>
    </form>
  );
}

/** The username as it is typed; it survives a reload and the way between login and registration. */
export function useTypedUsername(): [username: string, type: (username: string) => void] {
  const [username, setUsername] = useState(typedUsername);
  return [
    username,
    (name) => {
      setUsername(name);
      keepUsername(name);
    },
  ];
}
