const LONGEST_LEAD_MS = 120_000;
/** `iat` and `Date` are whole seconds: the end is certain only when both may be one off. */
const ROUNDING_MS = 2_000;

/** By which limit a session ends: because nobody uses it, or because none lasts longer. */
export type Limit = 'idle' | 'absolute';

/** Ages by the services' clocks, and the limits; milliseconds. */
export interface SessionTimes {
  /** Age of the token: each renewal resets it, and with it the idle limit. */
  tokenMs: number;
  /** Time since the login, which the absolute limit counts from. */
  loginMs: number;
  idleMs: number;
  absoluteMs: number;
  /** The person knows about the absolute limit already. */
  isAbsoluteKnown: boolean;
}

/** What to do about the end of a session: nothing for a while, warn of it, or take it as over. */
export type ExpiryDecision =
  | { kind: 'quiet'; forMs: number }
  | { kind: 'warn'; limit: Limit; leftMs: number }
  | { kind: 'over'; limit: Limit };

/** Decides how near the end of a session is. The absolute limit outranks the other one: staying does not move it. */
export function decideExpiry(times: SessionTimes): ExpiryDecision {
  const idleLeft = times.idleMs - times.tokenMs;
  const absoluteLeft = times.absoluteMs - times.loginMs;
  if (absoluteLeft <= -ROUNDING_MS) return { kind: 'over', limit: 'absolute' };
  if (idleLeft <= -ROUNDING_MS) return { kind: 'over', limit: 'idle' };
  const absoluteSpare = absoluteLeft - leadOf(times.absoluteMs);
  const idleSpare = idleLeft - leadOf(times.idleMs);
  if (absoluteSpare <= 0 && !times.isAbsoluteKnown) {
    return { kind: 'warn', limit: 'absolute', leftMs: Math.max(0, absoluteLeft) };
  }
  // A user who knows that the session ends anyway is not asked to extend it.
  if (idleSpare <= 0 && idleLeft < absoluteLeft) return { kind: 'warn', limit: 'idle', leftMs: Math.max(0, idleLeft) };
  const next = [absoluteSpare, idleSpare].filter((spare) => spare > 0);
  return { kind: 'quiet', forMs: Math.min(...next, absoluteLeft + ROUNDING_MS) };
}

/** How long before a limit a person is warned: two minutes, of a short limit a quarter. */
export function leadOf(limitMs: number): number {
  return Math.min(LONGEST_LEAD_MS, limitMs / 4);
}

/** Whether the last use of the page is fresh enough to count as staying, without a question. */
export function isStillThere(sinceUseMs: number, tokenMs: number, idleMs: number): boolean {
  return sinceUseMs < tokenMs && sinceUseMs < idleMs / 2;
}

/** What is left, as on a clock: `1:58`. */
export function readableClock(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/**
 * What screen readers announce on the way to the end: four times at most, not each second. Empty before the first.
 *
 * @param fromMs - what was left at first, to be said until a time is passed
 */
export function spokenLeft(leftMs: number, fromMs: number): string {
  const step = [10, 30, 60, 120].find((seconds) => leftMs <= seconds * 1000);
  if (step === undefined) return '';
  const seconds = Math.min(step, Math.ceil(fromMs / 1000));
  if (seconds === 120) return '2 minutes left';
  return seconds === 60 ? '1 minute left' : `${seconds} seconds left`;
}
