import {
  Alert,
  Note,
  PasswordField,
  SubmitButton,
  asFault,
  faultsByField,
  focusFirstFault,
  typedText,
  useCountdown,
} from '@latchkey/web';
import type { ApiFault } from '@latchkey/web';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { NewPasswordField } from '../password/new-password-field.js';
import { brokenRule, passwordRules } from '../password/password.rules.js';
import { changePassword } from './password-change.client.js';

interface Faults {
  form?: ApiFault | undefined;
  currentPassword?: string | undefined;
  newPassword?: string | undefined;
}

/** The current and the new password. What was typed stays until the bank has taken it. */
export function PasswordChangeForm({ username, onChanged }: { username: string; onChanged: () => void }) {
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const [changes, setChanges] = useState(0);
  const [isNews, setNews] = useState(false);
  const [wait, startWait] = useCountdown();
  const unanswered = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  const news = useRef<HTMLOutputElement>(null);

  useEffect(() => {
    if (isNews) news.current?.focus();
  }, [isNews, changes]);

  function refuse(next: Faults) {
    setFaults(next);
    focusFirstFault(form.current);
  }

  function edit(field: 'currentPassword' | 'newPassword') {
    setFaults({ ...faults, [field]: undefined });
    setNews(false);
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy || wait > 0) return;
    const current = typedText(event.currentTarget, 'currentPassword');
    const chosen = typedText(event.currentTarget, 'newPassword');
    const broken = {
      currentPassword: current === '' ? 'Please type your current password.' : undefined,
      newPassword: brokenRule(passwordRules(chosen, username)),
    };
    if (broken.currentPassword !== undefined || broken.newPassword !== undefined) return refuse(broken);
    setFaults({});
    setNews(false);
    setBusy(true);
    try {
      await changePassword(current, chosen);
      unanswered.current = false;
      setChanges(changes + 1);
      setNews(true);
      onChanged();
    } catch (thrown) {
      const fault = asFault(thrown);
      if (fault.code === 'unreachable') unanswered.current = true;
      if (fault.retryAfter !== undefined) startWait(fault.retryAfter);
      if (fault.code === 'invalid_credentials') {
        // The answer that was lost may have been a yes.
        const doubt = unanswered.current ? ' Your last try may have got through: then the new one counts already.' : '';
        refuse({ currentPassword: fault.detail + doubt });
      } else {
        const marked: Faults = faultsByField(fault.errors);
        const isPointed = (marked.currentPassword ?? marked.newPassword) !== undefined;
        refuse(isPointed ? marked : { form: fault });
      }
    }
    setBusy(false);
  }

  // A wait that is over is no news any more.
  const fault = faults.form?.retryAfter !== undefined && wait === 0 ? undefined : faults.form;
  return (
    <form
      // Taken: the boxes start anew.
      key={changes}
      ref={form}
      method="post"
      noValidate
      onSubmit={(event) => void submit(event)}
      className="flex max-w-md flex-col gap-6"
    >
      <output ref={news} tabIndex={-1} className="block outline-none empty:sr-only">
        {isNews && <Note tone="good">Your password is changed. All your other sessions have ended.</Note>}
      </output>
      {fault !== undefined && (
        <Alert>
          <p>{fault.detail}</p>
          {fault.status >= 500 && fault.requestId !== undefined && (
            <p>
              Request id <code translate="no">{fault.requestId}</code>
            </p>
          )}
        </Alert>
      )}
      {/* For password managers: whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <PasswordField
        label="Current password"
        name="currentPassword"
        id="current-password"
        fault={faults.currentPassword}
        onValue={() => edit('currentPassword')}
        autoComplete="current-password"
        required
      />
      <NewPasswordField
        label="New password"
        name="newPassword"
        username={username}
        fault={faults.newPassword}
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
