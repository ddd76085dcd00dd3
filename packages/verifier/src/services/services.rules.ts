const SECOND = 1000;
const EVERY = 60 * SECOND;

/** Milliseconds until the bank is asked again: every minute, sooner while it does not answer (1 s, 2 s, 4 s … a minute). */
export function pauseAfter(failuresInARow: number): number {
  if (failuresInARow === 0) return EVERY;
  return Math.min(EVERY, SECOND * 2 ** Math.min(failuresInARow - 1, 6));
}
