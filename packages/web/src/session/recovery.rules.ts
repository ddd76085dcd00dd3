import { FOREIGN_AUTHORIZATION } from '../http/foreign-response.rules.js';

/** A token this young may be signed with a key that the service has not read yet. */
const YOUNG_MS = 10_000;
const LONGEST_WAIT_MS = 10_000;

/** A 401, and what was done about this request so far. */
export interface UnauthorizedRequest {
  /** The problem's code. */
  code: string;
  /** The login was renewed because of this request. */
  renewed: boolean;
  /** The login was renewed, because of whatever, after this request had been sent. */
  outdated: boolean;
  /** Age of the token in milliseconds, undefined while unknown. */
  ageMs: number | undefined;
  /** How long this request has waited already. */
  waitedMs: number;
}

/**
 * What to do about a 401: `repeat` the request as it is, `wait` a little and repeat it, `renew` and repeat it, take the
 * session as `ended`, or `stop` and show the error.
 */
export type RecoveryDecision = 'repeat' | 'wait' | 'renew' | 'ended' | 'stop';

/** Codes that say for certain that waiting changes nothing. */
const WAITING_IS_VAIN = new Set(['renew_required', 'token_expired', 'token_missing', 'clock_skew']);

/** Decides about a 401: at most one renewal a request, and never an endless wait. */
export function decideRecovery({ code, renewed, outdated, ageMs, waitedMs }: UnauthorizedRequest): RecoveryDecision {
  if (code === 'session_ended') return 'ended';
  // A wrong password says nothing about the current session.
  if (code === 'invalid_credentials' || code === FOREIGN_AUTHORIZATION) return 'stop';
  if (outdated) return 'repeat';
  const isYoung = ageMs !== undefined && ageMs < YOUNG_MS;
  if (isYoung && waitedMs < LONGEST_WAIT_MS && !WAITING_IS_VAIN.has(code)) return 'wait';
  return renewed ? 'stop' : 'renew';
}
