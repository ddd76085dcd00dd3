import type { PlanAnswer } from './plan.contract.js';

/** What a person wants of the plan, in code's own types: money is a bigint of minor units. */
export interface Wish {
  readonly retirementAge: number;
  readonly monthlyWishMinor: bigint;
}

const defaults: Wish = { retirementAge: 67, monthlyWishMinor: 200_000n };

/** The plan as it is shown: the stored wish, or our defaults until one is opened. */
export function shownPlan(stored: Wish | null): PlanAnswer {
  const { retirementAge, monthlyWishMinor } = stored ?? defaults;
  return { retirementAge, monthlyWishMinor: monthlyWishMinor.toString(), opened: stored !== null };
}
