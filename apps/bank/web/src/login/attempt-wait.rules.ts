/** A wait that the bank has imposed on login attempts for an account. */
export interface ImposedWait {
  username: string;
  /** By the clock of the browser, milliseconds since 1970. */
  until: number;
  /** Why, in a sentence that stays true while the time runs. */
  reason: string;
}

// No wait of the bank is longer, whatever the clock says.
const LONGEST_SECONDS = 60 * 60;

/** Seconds that are left of a wait; 0 if there is none. */
export function secondsLeft(wait: ImposedWait | undefined, now: number): number {
  if (wait === undefined) return 0;
  return Math.min(Math.max(Math.ceil((wait.until - now) / 1000), 0), LONGEST_SECONDS);
}

/** Whether a wait is about this name: another account does not have to wait. */
export function isAbout(wait: ImposedWait | undefined, username: string): boolean {
  return wait !== undefined && wait.username.toLowerCase() === username.toLowerCase();
}

/** The first sentence of the bank's text about a wait: why. The next says how long, which is soon out of date. */
export function reasonOf(detail: string): string {
  return /^.*?\.(?=\s|$)/s.exec(detail)?.[0] ?? detail;
}
