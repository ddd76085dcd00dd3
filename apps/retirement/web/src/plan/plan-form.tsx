import { Alert, Button, RequestId } from '@latchkey/web';
import type { Ref } from 'react';
import type { Projection } from '../projection/projection.rules.js';
import { OutcomeLine } from '../projection/outcome-line.js';
import { PlanConflict } from './plan-conflict.js';
import { AgeField } from './age-field.js';
import { AGES_TODAY, RETIREMENT_AGES } from './typed-plan.rules.js';
import type { useAgeToday } from './use-age-today.js';
import type { usePlanForm } from './use-plan-form.js';
import { WishField } from './wish-field.js';

interface PlanFormProps {
  ref: Ref<HTMLFormElement>;
  entry: ReturnType<typeof usePlanForm>;
  today: ReturnType<typeof useAgeToday>;
  projection: Projection;
}

/** The figures of the plan, and the one that is only assumed. */
export function PlanForm({ ref, entry, today, projection }: PlanFormProps) {
  const { typed, stored, amount, errors, saveError, theirs, busy, status, isChanged, type, undo, save } = entry;
  return (
    <form ref={ref} noValidate onSubmit={save} className="plan-figures card flex flex-col gap-6" aria-labelledby="plan">
      <h2 id="plan" className="text-lead font-semibold">
        {stored.opened ? 'Your plan' : 'Suggested plan'}
      </h2>
      <OutcomeLine projection={projection} />
      <AgeField
        label="Retirement age"
        name="retirementAge"
        range={RETIREMENT_AGES}
        value={typed.age}
        onValue={(age) => type({ ...typed, age })}
        error={errors.age}
        fallback={stored.retirementAge}
      />
      <WishField
        value={typed.wish}
        onValue={(wish) => type({ ...typed, wish })}
        amount={amount}
        error={errors.wish}
        fallback={stored.monthlyWishMinor}
      />
      {saveError !== undefined && (
        <div className="flex flex-col gap-4">
          <Alert>{saveError.detail}</Alert>
          {(saveError.status >= 500 || saveError.status === 401) && <RequestId id={saveError.requestId} />}
        </div>
      )}
      {theirs !== undefined && (
        <PlanConflict
          theirs={theirs}
          mine={typed}
          amount={amount}
          busy={busy}
          onKeep={entry.keepMine}
          onTake={entry.takeTheirs}
        />
      )}
      <div className="flex flex-wrap items-center gap-3 max-sm:*:grow">
        <Button type="submit" busy={busy}>
          Save plan
        </Button>
        {isChanged && (
          <Button look="quiet" onClick={undo}>
            Undo changes
          </Button>
        )}
        <output className="w-full text-label text-muted">{status}</output>
      </div>
      <div className="border-t border-line pt-6">
        <AgeField
          label="Your age today"
          range={AGES_TODAY}
          value={today.typed}
          onValue={today.type}
          note="Only for the projection. It stays in this tab and is not saved with the plan."
          onLeave={today.leave}
          error={today.error}
          fallback={today.age}
        />
      </div>
    </form>
  );
}
