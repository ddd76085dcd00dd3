/** Guesses at one account from all unknown addresses together that cost no wait, in one window. */
export const FREE_EVERYWHERE = 100;
export const GUESS_WINDOW_SECONDS = 15 * 60;
/** Beyond the free ones: one guess in so many seconds, which is also the longest wait. */
export const SLOW_SECONDS = 60;
export const REGISTRATION_WINDOW_SECONDS = 60 * 60;

/** What one counter said to one more guess. */
export interface Count {
  readonly accepted: boolean;
  /** Guesses in this window, this one included. */
  readonly points: number;
  /** Until the window ends. */
  readonly waitMs: number;
}

/** Whether a guess at an account, counted over all addresses, also needs the one slow place. */
export function needsSlowPlace(everywhere: Count): boolean {
  // The last free guess takes the slow place too, so that the wait begins with it.
  return everywhere.points >= FREE_EVERYWHERE;
}

/** Whether the guess passes, given that it needed the slow place. */
export function passesSlowly(everywhere: Count, slow: Count): boolean {
  return everywhere.points === FREE_EVERYWHERE || slow.accepted;
}

/** `Retry-After` in whole seconds, at least 1. */
export function retryAfter(count: Count): number {
  return Math.max(1, Math.ceil(count.waitMs / 1000));
}
