import type { LoginAnswer, MeAnswer } from '@latchkey/verifier/contract';
import { ApiError, asApiError } from '../http/api.errors.js';
import { request } from '../http/request.js';
import { takeTurn } from './rate-limit.rules.js';
import type { TokenAge } from './token-age.js';

const LOCK = 'latchkey:renewal';
const LOCK_PATIENCE_MS = 20_000;
const FLIGHTS_PER_MINUTE = 20;

/**
 * The result of a renewal: a new token, requested by this page or just before by another tab; a 401 of the bank; or no
 * response from the bank.
 */
export type RenewalOutcome =
  | { kind: 'renewed'; byOther: boolean }
  | { kind: 'refused'; error: ApiError }
  | { kind: 'unavailable'; error: ApiError };

/** Renews the login of this browser at the bank; tokens travel in cookies that no script can read. */
export interface Renewal {
  /**
   * Renews; callers who ask meanwhile share the same renewal.
   *
   * @param youngMs - a token younger than this, which another tab or service got, is good enough; 0 to insist on a new one
   */
  renew: (youngMs: number) => Promise<RenewalOutcome>;
  /** When this page last got a new token, on the monotonic clock; 0 if it did not yet. */
  renewedAt: () => number;
  /** When a renewal last failed, on the monotonic clock; undefined once one succeeded. */
  failedAt: () => number | undefined;
  /** Whether the last renewal got no word from the bank. */
  isBankAway: () => boolean;
  subscribe: (listener: () => void) => () => void;
}

/**
 * @param issuer - the bank's public URL
 * @param age - told of every new token
 */
export function createRenewal(issuer: URL, age: TokenAge): Renewal {
  let underway: Promise<RenewalOutcome> | undefined;
  let flights: readonly number[] = [];
  let renewedAt = 0;
  let failedAt: number | undefined;
  let isBankAway = false;
  const listeners = new Set<() => void>();

  function conclude(outcome: RenewalOutcome): RenewalOutcome {
    failedAt = outcome.kind === 'renewed' ? undefined : performance.now();
    isBankAway = outcome.kind === 'unavailable';
    for (const listener of listeners) listener();
    return outcome;
  }

  async function renewUnlessDone(youngMs: number): Promise<RenewalOutcome> {
    if (youngMs > 0) {
      const probe = await ask().catch(asApiError);
      if (probe instanceof ApiError) {
        if (probe.code === 'session_ended') return { kind: 'refused', error: probe };
      } else {
        age.learn(probe.value, probe.servedAt);
        if ((age.now() ?? Infinity) < youngMs) return { kind: 'renewed', byOther: true };
      }
    }
    return fly();
  }

  async function fly(): Promise<RenewalOutcome> {
    const askedAt = performance.now();
    const turn = takeTurn(flights, askedAt, FLIGHTS_PER_MINUTE, 60_000);
    flights = turn.times;
    if (!turn.allowed) return { kind: 'unavailable', error: unavailable() };
    try {
      // No body, so that the browser sends no preflight.
      await request<LoginAnswer>('POST', new URL('/api/refresh', issuer));
      age.restart(askedAt);
      renewedAt = performance.now();
      return { kind: 'renewed', byOther: false };
    } catch (thrown) {
      const error = asApiError(thrown);
      return error.status === 401 ? { kind: 'refused', error } : { kind: 'unavailable', error: unavailable(error) };
    }
  }

  return {
    renew(youngMs) {
      underway ??= oneTabAtATime(() => renewUnlessDone(youngMs))
        .then(conclude)
        .finally(() => (underway = undefined));
      return underway;
    },
    renewedAt: () => renewedAt,
    failedAt: () => failedAt,
    isBankAway: () => isBankAway,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Asked without recovery: the answer decides whether one is needed. */
function ask() {
  return request<MeAnswer>('GET', '/api/me');
}

/** Tabs of one site take turns. Another site's cannot be told to, but the bank bears that. */
async function oneTabAtATime(work: () => Promise<RenewalOutcome>): Promise<RenewalOutcome> {
  let result: Promise<RenewalOutcome> | undefined;
  try {
    await navigator.locks.request(LOCK, { signal: AbortSignal.timeout(LOCK_PATIENCE_MS) }, () => (result = work()));
  } catch {
    // No locks, or a tab that keeps its lock: a second renewal does no harm.
  }
  return result ?? work();
}

function unavailable(error?: ApiError): ApiError {
  return new ApiError(
    {
      status: 0,
      code: 'bank_unreachable',
      detail: 'The bank cannot be reached to confirm your login. Nothing you typed is lost. Please try again soon.',
      requestId: error?.requestId,
      retryAfter: error?.retryAfter,
    },
    { cause: error },
  );
}
