import { typedEuros } from '@latchkey/web';
import type { PlanAnswer } from '../../../src/plan/plan.contract.js';
import type { DraftPlan } from './typed-plan.rules.js';

/** A plan as it stands in the form. */
export function asTyped({ retirementAge, monthlyWishMinor, version }: PlanAnswer): DraftPlan {
  return { age: String(retirementAge), wish: typedEuros(monthlyWishMinor), version };
}
