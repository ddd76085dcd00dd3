import type { PlanAnswer } from './plan.contract.js';

/** What a person wants of the plan, in code's own types: money is a bigint of minor units. */
export interface Wish {
  readonly retirementAge: number;
  readonly monthlyWishMinor: bigint;
}

const defaults: Wish = { retirementAge: 67, monthlyWishMinor: 200_000n };

/** The plan as it is shown: the stored wish, or our defaults until one is opened. */
export function shownPlan({
  plan,
  isShared,
}: {
  readonly plan: (Wish & { readonly version: number }) | null;
  readonly isShared: boolean;
}): PlanAnswer {
  const { retirementAge, monthlyWishMinor } = plan ?? defaults;
  return {
    retirementAge,
    monthlyWishMinor: monthlyWishMinor.toString(),
    version: plan?.version ?? 0,
    opened: plan !== null,
    sharedWithAdvisers: isShared,
  };
}

/** Whether two wishes are the same one. */
export function isSame(one: Wish, other: Wish): boolean {
  return one.retirementAge === other.retirementAge && one.monthlyWishMinor === other.monthlyWishMinor;
}
