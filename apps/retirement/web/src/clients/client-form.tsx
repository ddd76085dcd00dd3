import { ErrorAlert, Field, SubmitButton, asApiError, focusFirstError, typedText } from '@latchkey/web';
import type { ApiError } from '@latchkey/web';
import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import type { ClientPlanAnswer } from '../../../src/clients/client-plan.contract.js';
import { readClientPlan } from './clients.client.js';

interface ClientFormProps {
  /** A plan, or none: what is shown of somebody else goes. */
  onPlan: (plan: ClientPlanAnswer | undefined) => void;
}

/** Finds a client by the whole username. What was typed stays. */
export function ClientForm({ onPlan }: ClientFormProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [marked, setMarked] = useState<string>();
  const form = useRef<HTMLFormElement>(null);

  function mark(detail: string) {
    setMarked(detail);
    focusFirstError(form.current);
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const username = typedText(event.currentTarget, 'username').trim();
    setError(undefined);
    if (username === '') return mark('Enter the whole username.');
    setMarked(undefined);
    setBusy(true);
    try {
      onPlan(await readClientPlan(username));
    } catch (thrown) {
      onPlan(undefined);
      const refusal = asApiError(thrown);
      if (refusal.code === 'plan_not_shared') mark(refusal.detail);
      else setError(refusal);
    }
    setBusy(false);
  }

  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="card flex flex-col gap-6">
      {error !== undefined && <ErrorAlert error={error} />}
      <div className="max-w-md">
        <Field
          label="Username of the client"
          name="username"
          onValue={() => setMarked(undefined)}
          error={marked}
          hint="The whole name, exactly. It opens if the client lets advisers read the plan."
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          required
        />
      </div>
      <div className="flex flex-col items-stretch sm:items-start">
        <SubmitButton busy={busy} wait={0}>
          Open plan
        </SubmitButton>
      </div>
    </form>
  );
}
