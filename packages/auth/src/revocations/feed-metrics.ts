import type { Metrics, Readiness } from '@latchkey/service';
import type {
  FeedOddity,
  FeedReason,
  FeedObserver,
  PollOutcome,
  RefusalReason,
  RevocationSet,
} from '@latchkey/verifier';
import { logoutLagHistogram } from './logout-lag.js';

const POLLS: readonly PollOutcome[] = ['set', 'delta', 'heartbeat', 'refused', 'failed'];
/** Those that an answer can be refused for though its signature is right, and what a forged one meets first. */
const REFUSALS: readonly (FeedReason | FeedOddity | RefusalReason)[] = [
  'iat_ahead',
  'as_of_ahead',
  'iat_back',
  'as_of_back',
  'delta_gap',
  'etag_unknown',
  'deleted_gap',
  'deleted_back',
  'rights_back',
  'unknown_kid',
  'signature',
];

const FROM_FUTURE: ReadonlySet<string> = new Set<FeedReason>(['iat_ahead', 'as_of_ahead']);

/** What operators see of the feed. Readiness stays green: a service goes on without it, and what it bears it says itself. */
export class FeedMetrics implements FeedObserver {
  /** Authentic answers since the start that were dated in the future: a clock is wrong, or a key is in other hands. */
  #futureAnswers = 0;
  #lastFault: string | undefined;
  readonly #polls;
  readonly #refused;
  readonly #lags;
  #lagSeconds: number | undefined;
  /** When the bank last answered, on the monotonic clock; undefined before the first time. */
  #heardAt: number | undefined;
  /** Questions without an answer since then. */
  #misses = 0;
  /** Seconds for which the feed was not followed before the answer that came now; undefined before the first answer. */
  #gap: number | undefined;

  constructor(set: RevocationSet, metrics: Metrics, readiness: Readiness) {
    this.#polls = metrics.counter('latchkey_feed_polls_total', 'Questions to the revocation feed, by outcome.', {
      outcome: POLLS,
    });
    this.#refused = metrics.counter(
      'latchkey_feed_refused_total',
      'Answers of the revocation feed refused, by reason.',
      { reason: REFUSALS },
    );
    metrics.gauge(
      'latchkey_feed_age_seconds',
      'Seconds since what is known of revocations was certainly complete.',
      [],
      (gauge) => gauge.set(set.age()),
    );
    metrics.gauge(
      'latchkey_feed_lag_seconds',
      "Seconds from the bank's reading of its database to our reading of the last set or delta.",
      [],
      (gauge) => gauge.set(this.#lagSeconds ?? Number.NaN),
    );
    this.#lags = logoutLagHistogram(metrics);
    metrics.gauge('latchkey_revocations_living', 'Revoked sessions that are held.', [], (gauge) => gauge.set(set.size));
    metrics.gauge(
      'latchkey_rights_age_seconds',
      'Seconds since what is known of changed rights was certainly complete; a bank of an earlier release tells of none.',
      [],
      (gauge) => gauge.set(set.rightsAge()),
    );
    metrics.gauge('latchkey_rights_living', 'People whose changed rights are held.', [], (gauge) =>
      gauge.set(set.rights.size),
    );
    readiness.add('revocations', () => ({
      detail: {
        feedAge: tenths(set.age()),
        rightsAge: tenths(set.rightsAge()),
        lag: this.#lagSeconds ?? null,
        living: set.size,
        rights: set.rights.size,
        deletedTo: set.state.deletedTo,
        lastFault: this.#lastFault ?? null,
        futureAnswers: this.#futureAnswers,
      },
    }));
  }

  polled(outcome: PollOutcome): void {
    this.#polls.inc({ outcome });
    if (outcome === 'refused' || outcome === 'failed') return void (this.#misses += 1);
    const now = performance.now();
    this.#gap = this.#heardAt === undefined ? undefined : this.#misses === 0 ? 0 : (now - this.#heardAt) / 1000;
    [this.#heardAt, this.#misses] = [now, 0];
  }

  refused(reason: string): void {
    this.#refused.inc({ reason });
    if (FROM_FUTURE.has(reason)) this.#futureAnswers += 1;
  }

  /** @param asOf when the bank read its database, in milliseconds since 1970 */
  arrived(asOf: number): void {
    this.#lagSeconds = (Date.now() - asOf) / 1000;
    // The first answer tells what has been so for long: it is no news on its way.
    if (this.#gap !== undefined) this.#lags.observe(Math.max(0, this.#lagSeconds, this.#gap));
  }

  followed(fault: string | undefined): void {
    this.#lastFault = fault;
  }
}

// JSON has no infinity.
function tenths(seconds: number): number | null {
  return seconds === Infinity ? null : Math.round(seconds * 10) / 10;
}
