import { Alert, Button, Field, euros, readEuros } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/auth/contract';
import { useRef } from 'react';
import type { PlanAnswer } from '../../../src/plan/plan.contract.js';
import { AgeField } from './age-field.js';
import { usePlanForm } from './use-plan-form.js';
import { PlanSummary } from './plan-summary.js';
import { readAge } from './typed-plan.rules.js';

/** The plan, to look at and to change. */
export function PlanForm({ me, plan }: { me: MeAnswer; plan: PlanAnswer }) {
  const form = useRef<HTMLFormElement>(null);
  const { typed, stored, faults, refusal, busy, status, type, save } = usePlanForm(me, plan, form);
  const amount = readEuros(typed.wish);
  const wishMinor = 'minor' in amount ? amount.minor : stored.monthlyWishMinor;
  const age = readAge(typed.age) ?? stored.retirementAge;

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:items-start">
      <form ref={form} noValidate onSubmit={save} className="card flex flex-col gap-6">
        {refusal !== undefined && (
          <Alert>
            <p>{refusal.detail}</p>
            {refusal.requestId !== undefined && (refusal.status >= 500 || refusal.status === 401) && (
              <p>Request id {refusal.requestId}</p>
            )}
          </Alert>
        )}
        <AgeField
          value={typed.age}
          onValue={(value) => type({ ...typed, age: value })}
          fault={faults.age}
          fallback={stored.retirementAge}
        />
        <Field
          label="Monthly wish"
          name="monthlyWishMinor"
          value={typed.wish}
          onValue={(value) => type({ ...typed, wish: value })}
          fault={faults.wish}
          hint={'minor' in amount ? `That is ${euros(amount.minor)} each month.` : 'In euros, like 2000 or 2,000.50.'}
          inputMode="decimal"
          autoComplete="off"
          className="tabular-nums"
          before={
            <span className="box-before" aria-hidden="true">
              €
            </span>
          }
        />
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" busy={busy}>
            Save plan
          </Button>
          <output className="text-label text-muted">{status}</output>
        </div>
      </form>
      <PlanSummary age={age} wishMinor={wishMinor} proposal={!stored.opened} />
    </div>
  );
}
