import type { PlanAnswer, PlanBody } from '../../../src/plan/plan.contract.js';

/** The youngest and the oldest age to choose from. */
export interface AgeRange {
  youngest: number;
  oldest: number;
}

export const RETIREMENT_AGES: AgeRange = { youngest: 50, oldest: 75 };
export const AGES_TODAY: AgeRange = { youngest: 18, oldest: 74 };

/** What the slider of the wish reaches, in euros; the text box takes any amount. */
export const WISH_SLIDER = { least: 500, most: 6_000, step: 50 } as const;

/** A plan as it stands in the form: text, because half-typed figures are no figures. */
export interface TypedPlan {
  age: string;
  wish: string;
}

/** The same with the version of the plan that it was typed over; a draft that an earlier release kept has none. */
export interface DraftPlan extends TypedPlan {
  version?: number;
}

/** What is wrong, by field. */
export interface PlanErrors {
  age?: string | undefined;
  wish?: string | undefined;
}

type Amount = { minor: string } | { error: string };

/** How the form compares with what is stored. */
export function readableStatus(isChanged: boolean, opened: boolean, savedAt: string | undefined): string {
  if (isChanged) return 'You have unsaved changes.';
  if (!opened) return 'This is a suggestion. It becomes your plan when you save it.';
  return savedAt === undefined ? '' : `Saved at ${savedAt}.`;
}

/** The form's text as a plan to save, or what is wrong with it. */
export function readTypedPlan(typed: TypedPlan, amount: Amount): { plan: PlanBody } | { errors: PlanErrors } {
  const age = readAge(typed.age, RETIREMENT_AGES);
  if (age !== undefined && 'minor' in amount) return { plan: { retirementAge: age, monthlyWishMinor: amount.minor } };
  return {
    errors: {
      age: age === undefined ? ageError(RETIREMENT_AGES) : undefined,
      wish: 'error' in amount ? amount.error : undefined,
    },
  };
}

/** A typed age, undefined outside the range. */
export function readAge(text: string, { youngest, oldest }: AgeRange): number | undefined {
  if (!/^\d{1,3}$/.test(text.trim())) return undefined;
  const age = Number(text);
  return age >= youngest && age <= oldest ? age : undefined;
}

/** The error for an age outside the range. */
export function ageError({ youngest, oldest }: AgeRange): string {
  return `Enter a whole number from ${youngest} to ${oldest}.`;
}

/** Where the slider of the wish stands for an amount of minor units: at its end for what it does not reach. */
export function slidWish(minor: string): number {
  const { least, most, step } = WISH_SLIDER;
  const nearest = Math.round(Number(minor) / 100 / step) * step;
  return Math.min(most, Math.max(least, nearest));
}

/** Whether a plan and an amount of the form mean the same as what is stored. */
export function isStored(stored: PlanAnswer, age: number | undefined, amount: Amount): boolean {
  return stored.retirementAge === age && 'minor' in amount && stored.monthlyWishMinor === amount.minor;
}
