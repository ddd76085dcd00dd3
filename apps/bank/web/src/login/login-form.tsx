import { Alert, Button, Field, PasswordField, asFault, useCountdown, waitInWords } from '@latchkey/web';
import type { ApiFault } from '@latchkey/web';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';

interface LoginFormProps {
  enter: (username: string, password: string) => Promise<void>;
}

/** Username and password. What was typed stays, whatever the bank says. */
export function LoginForm({ enter }: LoginFormProps) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<ApiFault>();
  const [wait, startWait] = useCountdown();
  const form = useRef<HTMLFormElement>(null);
  const field = (name: string) => form.current?.elements.namedItem(name) as HTMLInputElement | null;

  useEffect(() => {
    // Whoever came from another page gets the heading read first; else one can type at once.
    if (document.activeElement === document.body) field('username')?.focus();
  }, []);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || wait > 0) return;
    setFault(undefined);
    if (username === '') return field('username')?.focus();
    if (password === '') return field('password')?.focus();
    setBusy(true);
    try {
      await enter(username, password);
    } catch (thrown) {
      const refusal = asFault(thrown);
      setFault(refusal);
      if (refusal.retryAfter !== undefined) startWait(refusal.retryAfter);
      if (refusal.code === 'invalid_credentials') field('password')?.select();
    }
    setBusy(false);
  }

  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-6">
      {fault !== undefined && (
        <Alert>
          <p>{fault.detail}</p>
          {fault.status >= 500 && fault.requestId !== undefined && <p>Request id {fault.requestId}</p>}
        </Alert>
      )}
      <Field
        label="Username"
        name="username"
        value={username}
        onValue={setUsername}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        required
      />
      <PasswordField
        label="Password"
        name="password"
        value={password}
        onValue={setPassword}
        autoComplete="current-password"
        required
      />
      <div className="flex flex-col gap-3">
        <Button type="submit" busy={busy} aria-disabled={wait > 0}>
          Log in
        </Button>
        {wait > 0 && (
          <p className="text-center text-label text-muted tabular-nums">You can try again in {waitInWords(wait)}</p>
        )}
      </div>
    </form>
  );
}
