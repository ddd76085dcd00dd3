import {
  Alert,
  Button,
  Field,
  PasswordField,
  asFault,
  faultsByField,
  focusFirstFault,
  useCountdown,
  waitInWords,
} from '@latchkey/web';
import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { register } from './register.client.js';
import { brokenRule, passwordRules, usernameRules } from './register.rules.js';
import { RuleList } from './rule-list.js';

// A problem about the body as a whole speaks to programs; its fields speak to people.
const LOOK_AT_FIELDS = 'Please look at the marked fields.';

interface Faults {
  form?: string | undefined;
  username?: string | undefined;
  password?: string | undefined;
}

/** Username and password, with the bank's rules beside them and its refusals at the field they are about. */
export function RegisterForm({ enter }: { enter: (username: string, password: string) => Promise<void> }) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const [wait, startWait] = useCountdown();
  const form = useRef<HTMLFormElement>(null);

  function refuse(next: Faults) {
    setFaults(next);
    focusFirstFault(form.current);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || wait > 0) return;
    const broken = { username: brokenRule(usernameRules(username)), password: brokenRule(passwordRules(password)) };
    if (broken.username !== undefined || broken.password !== undefined) {
      return refuse({ ...broken, form: LOOK_AT_FIELDS });
    }
    setFaults({});
    setBusy(true);
    try {
      await register(username, password);
      await enter(username, password);
    } catch (thrown) {
      const fault = asFault(thrown);
      if (fault.retryAfter !== undefined) startWait(fault.retryAfter);
      const marked: Faults = fault.code === 'username_taken' ? { username: fault.detail } : faultsByField(fault.errors);
      const isPointed = fault.errors.length > 0 && (marked.username ?? marked.password) !== undefined;
      refuse({ ...marked, form: isPointed ? LOOK_AT_FIELDS : fault.detail });
    }
    setBusy(false);
  }

  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-6">
      {faults.form !== undefined && <Alert>{faults.form}</Alert>}
      <Field
        label="Username"
        name="username"
        value={username}
        onValue={(value) => {
          setUsername(value);
          setFaults({ ...faults, username: undefined });
        }}
        fault={faults.username}
        hint={<RuleList rules={usernameRules(username)} />}
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
        onValue={(value) => {
          setPassword(value);
          setFaults({ ...faults, password: undefined });
        }}
        fault={faults.password}
        hint={<RuleList rules={passwordRules(password)} />}
        autoComplete="new-password"
        required
      />
      <div className="flex flex-col gap-3">
        <Button type="submit" busy={busy} aria-disabled={wait > 0}>
          Create account
        </Button>
        {wait > 0 && (
          <p className="text-center text-label text-muted tabular-nums">You can try again in {waitInWords(wait)}</p>
        )}
      </div>
    </form>
  );
}
