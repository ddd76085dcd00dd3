import { backOff } from '../outbound/back-off.js';

/** What came of telling the bank: it knows; it will never take it; or it could not be told now. */
export type Outcome = 'delivered' | 'refused' | 'failed';

const PAUSES = { first: 250, longest: 5_000 };
/** A replica of the bank may not have a new key yet, so its first words on a token are not its last. */
const TRIES_OF_AN_INVALID_TOKEN = 6;
const OVER_FOR_GOOD = new Set(['session_ended', 'token_expired']);

/**
 * Judges the bank's answer.
 * @param code the problem's code, undefined if there was none: then it was not the bank that refused
 * @param tries how often this logout was sent, this time included
 */
export function outcomeOf(status: number, code: string | undefined, tries: number): Outcome {
  if (status >= 200 && status < 300) return 'delivered';
  if (status !== 401 || code === undefined) return 'failed';
  if (OVER_FOR_GOOD.has(code)) return 'refused';
  return code === 'token_invalid' && tries >= TRIES_OF_AN_INVALID_TOKEN ? 'refused' : 'failed';
}

/**
 * Milliseconds until the bank is told again, after so many failures in a row.
 * @param chance 0 to 1; 0 is the shortest pause
 */
export function pauseAfter(failures: number, chance: number): number {
  return backOff(failures, PAUSES, chance);
}

/**
 * Seconds left of a session's absolute limit.
 * @param now milliseconds since 1970
 */
export function secondsLeft({ auth_time }: { readonly auth_time: number }, absolute: number, now: number): number {
  return Math.max(0, Math.floor(auth_time + absolute - now / 1000));
}
