import type { PlanAnswer, PlanBody } from '../../../src/plan/plan.contract.js';

export const YOUNGEST = 50;
export const OLDEST = 75;

/** A plan as it stands in the form: text, because half-typed figures are no figures. */
export interface TypedPlan {
  age: string;
  wish: string;
}

/** What is wrong, by field. */
export interface PlanFaults {
  age?: string | undefined;
  wish?: string | undefined;
}

type Amount = { minor: string } | { fault: string };

/** The form's text as a plan to save, or what is wrong with it. */
export function readTypedPlan(typed: TypedPlan, amount: Amount): { plan: PlanBody } | { faults: PlanFaults } {
  const age = readAge(typed.age);
  if (age !== undefined && 'minor' in amount) return { plan: { retirementAge: age, monthlyWishMinor: amount.minor } };
  return {
    faults: {
      age: age === undefined ? `Enter a whole number of years from ${YOUNGEST} to ${OLDEST}.` : undefined,
      wish: 'fault' in amount ? amount.fault : undefined,
    },
  };
}

/** A typed age, undefined where it is none that can be planned for. */
export function readAge(text: string): number | undefined {
  if (!/^\d{1,3}$/.test(text.trim())) return undefined;
  const age = Number(text);
  return age >= YOUNGEST && age <= OLDEST ? age : undefined;
}

/** Whether a plan and an amount of the form mean the same as what is stored. */
export function isStored(stored: PlanAnswer, age: number | undefined, amount: Amount): boolean {
  return stored.retirementAge === age && 'minor' in amount && stored.monthlyWishMinor === amount.minor;
}
