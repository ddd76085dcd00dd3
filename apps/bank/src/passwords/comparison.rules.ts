import { dummyHash } from './password.rules.js';

/** One text to compare with one hash. */
export interface Comparison {
  readonly text: string;
  readonly hash: string;
}

/** What is to be compared for a login: what may match, and what only takes its time. */
export interface ComparisonPlan {
  readonly real: readonly Comparison[];
  readonly dummy: readonly Comparison[];
}

/**
 * Fills comparisons up, so that every login of a text takes the same work: so many comparisons at this cost, whatever the stored
 * hash was made at, and also where there is none. Work doubles with each step of the cost: that of c and of c, c+1, … is that of
 * the highest.
 */
export function planOf(
  texts: readonly string[],
  stored: { readonly bcrypt: string; readonly cost: number } | undefined,
  places: number,
  cost: number,
): ComparisonPlan {
  const real = stored === undefined ? [] : texts.slice(0, places).map((text) => ({ text, hash: stored.bcrypt }));
  const cheaper =
    stored === undefined ? [] : Array.from({ length: cost - stored.cost }, (_, step) => stored.cost + step);
  const idle = Array.from({ length: places - real.length }, () => cost);
  const costs = [...real.flatMap(() => cheaper), ...idle];
  return { real, dummy: costs.map((each) => ({ text: '', hash: dummyHash(each) })) };
}

/** The work of a plan, in rounds of bcrypt. */
export function roundsOf({ real, dummy }: ComparisonPlan): number {
  return [...real, ...dummy].reduce((sum, { hash }) => sum + 2 ** Number(hash.slice(4, 6)), 0);
}
