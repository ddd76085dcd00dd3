import { Button, WarningIcon, euros } from '@latchkey/web';
import type { TypedAmount } from '@latchkey/web';
import { useEffect, useRef } from 'react';
import type { PlanAnswer } from '../../../src/plan/plan.contract.js';
import type { TypedPlan } from './typed-plan.rules.js';

interface PlanConflictProps {
  theirs: PlanAnswer;
  mine: TypedPlan;
  amount: TypedAmount;
  busy: boolean;
  onKeep: () => void;
  onTake: () => void;
}

/** The plan was changed elsewhere while it was changed here: both, side by side, and the choice. */
export function PlanConflict({ theirs, mine, amount, busy, onKeep, onTake }: PlanConflictProps) {
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => heading.current?.focus(), [theirs.version]);

  const wish = 'minor' in amount ? euros(amount.minor) : mine.wish;
  return (
    <section aria-labelledby="conflict" className="flex flex-col gap-4 rounded-control border border-danger p-4">
      <div className="flex items-center gap-2 text-danger">
        <WarningIcon />
        <h3 id="conflict" ref={heading} tabIndex={-1} className="font-semibold outline-none">
          Changed elsewhere
        </h3>
      </div>
      <p className="text-label text-muted">
        In another tab or on another device. Your changes are not saved yet. Which plan do you want to keep?
      </p>
      <div className="figures-place">
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">Figure</span>
              </th>
              <th scope="col">Saved elsewhere</th>
              <th scope="col">Yours</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">Retirement age</th>
              <td>{theirs.retirementAge}</td>
              <td>{mine.age}</td>
            </tr>
            <tr>
              <th scope="row">Monthly income</th>
              <td>{euros(theirs.monthlyWishMinor)}</td>
              <td>{wish}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <div className="flex flex-wrap gap-3 *:grow">
        <Button busy={busy} onClick={onKeep}>
          Save mine
        </Button>
        <Button look="quiet" aria-disabled={busy} onClick={onTake}>
          Use the other one
        </Button>
      </div>
    </section>
  );
}
