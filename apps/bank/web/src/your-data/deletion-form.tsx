import {
  ErrorAlert,
  PasswordField,
  SubmitButton,
  asApiError,
  errorsByField,
  focusFirstError,
  typedText,
  useCountdown,
  useSite,
} from '@latchkey/web';
import type { ApiError } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/verifier/contract';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { requestDeletion } from './your-data.client.js';

/** Asks for the password, and then for the account to be deleted. */
export function DeletionForm({ me }: { me: MeAnswer }) {
  const { session } = useSite();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [fieldError, setFieldError] = useState<string>();
  const [wait, startWait] = useCountdown();
  const form = useRef<HTMLFormElement>(null);

  function mark(detail: string) {
    setFieldError(detail);
    focusFirstError(form.current);
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy || wait > 0) return;
    const password = typedText(event.currentTarget, 'password');
    setError(undefined);
    if (password === '') return mark('Enter your password.');
    setFieldError(undefined);
    setBusy(true);
    try {
      await session.leave(async () => {
        const { deletesAt } = await requestDeletion(password);
        // Before the session is over for the page, which would lead to the login and so to the undoing.
        await navigate({ to: '/goodbye', replace: true, state: { deletion: { deletesAt, sid: me.sid } } });
      });
    } catch (thrown) {
      refuse(asApiError(thrown));
      setBusy(false);
    }
  }

  function refuse(refusal: ApiError) {
    if (refusal.retryAfter !== undefined) startWait(refusal.retryAfter);
    const marked = refusal.code === 'invalid_credentials' ? refusal.detail : errorsByField(refusal.errors)['password'];
    if (marked === undefined) setError(refusal);
    else mark(marked);
  }

  // Once the wait is over, its message goes.
  const shown = error?.retryAfter !== undefined && wait === 0 ? undefined : error;
  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={(event) => void submit(event)}
      className="flex max-w-md flex-col gap-6"
    >
      {shown !== undefined && <ErrorAlert error={shown} />}
      {/* For password managers: whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={me.username} readOnly hidden />
      <PasswordField
        label="Password"
        name="password"
        id="password"
        error={fieldError}
        onValue={() => setFieldError(undefined)}
        hint="So that nobody else can delete your account."
        autoComplete="current-password"
        required
      />
      <div className="flex flex-col items-stretch sm:items-start">
        <SubmitButton look="danger" busy={busy} wait={wait}>
          Delete my account
        </SubmitButton>
      </div>
    </form>
  );
}
