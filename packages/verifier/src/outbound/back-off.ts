/** The bounds of a pause, in milliseconds. */
export interface BackOffBounds {
  readonly first: number;
  readonly longest: number;
}

/**
 * Milliseconds to wait after so many failures in a row: doubled each time, and spread over the upper half, so that replicas
 * that failed together come back apart.
 * @param failures 1 or more
 * @param chance 0 to 1; 0 is the shortest pause
 */
export function backOff(failures: number, { first, longest }: BackOffBounds, chance = Math.random()): number {
  return Math.min(longest, first * 2 ** Math.max(failures - 1, 0)) * (0.5 + chance / 2);
}
