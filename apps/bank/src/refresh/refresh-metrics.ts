import { AppError, type Metrics } from '@latchkey/service';
import type { refreshInvalid } from './refresh.errors.js';

const OUTCOMES = [
  /** A new refresh token. */
  'renewed',
  /** The same successor again, within the grace: a race between two tabs, or an answer that got lost. */
  'repeated',
  /** An old token, after the grace: its session was ended for that. */
  'reused',
  /** The session was over, or had reached a limit. */
  'over',
  /** Its key is none of the bank's: withdrawn, or never one. */
  'key_withdrawn',
  /** Newer than its row, as after a restored backup. */
  'ahead',
  /** No token that the bank wrote. */
  'forged',
  /** Not even the form of one. */
  'malformed',
  /** The bank could not tell: nothing is wrong with the session. */
  'unavailable',
] as const;

/** How a renewal ended. */
export type RefreshOutcome = (typeof OUTCOMES)[number];

const INVALID: Readonly<Record<`refresh_${Parameters<typeof refreshInvalid>[0]}`, RefreshOutcome>> = {
  refresh_malformed: 'malformed',
  refresh_cookies_ambiguous: 'malformed',
  refresh_forged: 'forged',
  refresh_ahead: 'ahead',
};

/** Counts renewals by how they ended. */
export class RefreshMetrics {
  readonly #outcomes;

  constructor(metrics: Metrics) {
    this.#outcomes = metrics.counter('latchkey_refreshes_total', 'Renewals of sessions, by outcome.', {
      outcome: OUTCOMES,
    });
  }

  /** A renewal has ended like this. */
  count(outcome: RefreshOutcome): void {
    this.#outcomes.inc({ outcome });
  }

  /** A renewal has thrown. */
  countFailed(error: unknown): void {
    const reason = error instanceof AppError ? error.reason : '';
    this.count((INVALID as Readonly<Record<string, RefreshOutcome>>)[reason] ?? 'unavailable');
  }
}
