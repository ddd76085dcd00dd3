import { useQuery } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/verifier/contract';
import { useMemo, useRef } from 'react';
import type { PlanAnswer } from '../../../src/plan/plan.contract.js';
import { Assumptions } from '../projection/assumptions.js';
import { ProjectionCard, loadChart } from '../projection/projection-card.js';
import { project } from '../projection/projection.rules.js';
import { PermissionSwitch } from './permission-switch.js';
import { PlanForm } from './plan-form.js';
import { RETIREMENT_AGES, readAge } from './typed-plan.rules.js';
import { useAgeToday } from './use-age-today.js';
import { usePlanForm } from './use-plan-form.js';

/** The plan, to look at and to change, and what comes of it. */
export function PlanView({ me, plan }: { me: MeAnswer; plan: PlanAnswer }) {
  const form = useRef<HTMLFormElement>(null);
  const entry = usePlanForm(me, plan, form);
  const today = useAgeToday(me);
  const chart = useQuery(loadChart);

  const { typed, stored, amount } = entry;
  const retirementAge = readAge(typed.age, RETIREMENT_AGES) ?? stored.retirementAge;
  const monthlyWish = Number('minor' in amount ? amount.minor : stored.monthlyWishMinor);
  const projection = useMemo(
    () => project({ ageToday: today.age, retirementAge, monthlyWish }),
    [today.age, retirementAge, monthlyWish],
  );

  return (
    <div className="plan-grid">
      <ProjectionCard projection={projection} chart={chart} />
      <PlanForm ref={form} entry={entry} today={today} projection={projection} />
      {projection.kind !== 'nothing' && <Assumptions projection={projection} />}
      <PermissionSwitch isAllowed={plan.sharedWithAdvisers} />
    </div>
  );
}
