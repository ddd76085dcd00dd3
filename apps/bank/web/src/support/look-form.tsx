import { ErrorAlert, Field, SubmitButton, asApiError, errorsByField, focusFirstError, typedText } from '@latchkey/web';
import type { ApiError } from '@latchkey/web';
import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import type { LookAnswer } from '../../../src/support/support.contract.js';
import { ReasonField } from './reason-field.js';
import { reasonError } from './reason.rules.js';
import { lookAt } from './support.client.js';

interface FieldErrors {
  username?: string | undefined;
  reason?: string | undefined;
}

interface LookFormProps {
  onFound: (found: LookAnswer, reason: string) => void;
  /** Nobody was found: what is shown of somebody else goes. */
  onNobody: () => void;
}

/** Finds a person by the whole username, for a reason. What was typed stays. */
export function LookForm({ onFound, onNobody }: LookFormProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [marked, setMarked] = useState<FieldErrors>({});
  const form = useRef<HTMLFormElement>(null);

  function mark(errors: FieldErrors) {
    setMarked(errors);
    focusFirstError(form.current);
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const username = typedText(event.currentTarget, 'username').trim();
    const reason = typedText(event.currentTarget, 'reason').trim();
    setError(undefined);
    const wrong = {
      username: username === '' ? 'Enter the whole username.' : undefined,
      reason: reasonError(reason),
    };
    if ((wrong.username ?? wrong.reason) !== undefined) return mark(wrong);
    setMarked({});
    setBusy(true);
    try {
      onFound(await lookAt(username, reason), reason);
    } catch (thrown) {
      onNobody();
      refuse(asApiError(thrown));
    }
    setBusy(false);
  }

  function refuse(refusal: ApiError) {
    const pointed: FieldErrors = errorsByField(refusal.errors);
    if (refusal.code === 'person_not_found') mark({ username: refusal.detail });
    else if ((pointed.username ?? pointed.reason) !== undefined) mark(pointed);
    else setError(refusal);
  }

  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={(event) => void submit(event)}
      className="card flex flex-col gap-6"
    >
      {error !== undefined && <ErrorAlert error={error} />}
      <div className="grid grid-cols-1 items-start gap-6 sm:grid-cols-2">
        <Field
          label="Username"
          name="username"
          onValue={() => setMarked({ ...marked, username: undefined })}
          error={marked.username}
          hint="The whole name, exactly."
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          required
        />
        <ReasonField error={marked.reason} onValue={() => setMarked({ ...marked, reason: undefined })} />
      </div>
      <div className="flex flex-col items-stretch sm:items-start">
        <SubmitButton busy={busy} wait={0}>
          Look up
        </SubmitButton>
      </div>
    </form>
  );
}
