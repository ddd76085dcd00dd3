import type { Metrics, Readiness } from '@latchkey/service';
import type { FeedFault, KnownRevocations } from '@latchkey/verifier';

const FROM_FUTURE: ReadonlySet<string> = new Set<FeedFault>(['iat_ahead', 'as_of_ahead']);

/** How a question to the bank ended. */
export type PollOutcome = 'set' | 'delta' | 'heartbeat' | 'refused' | 'failed';

/** What operators see of the feed. Readiness stays green: a service goes on without it, and what it bears it says itself. */
export class FeedMetrics {
  /** Authentic answers since the start that were dated in the future: a clock is wrong, or a key is in other hands. */
  #futureAnswers = 0;
  /** Why the last question brought nothing; undefined when it did. */
  lastFault: string | undefined;
  readonly #polls;
  readonly #refused;
  #lagSeconds: number | undefined;

  constructor(known: KnownRevocations, metrics: Metrics, readiness: Readiness) {
    this.#polls = metrics.counter('latchkey_feed_polls_total', 'Questions to the revocation feed, by outcome.', [
      'outcome',
    ]);
    this.#refused = metrics.counter(
      'latchkey_feed_refused_total',
      'Returns of the revocation feed refused, by reason.',
      ['reason'],
    );
    metrics.gauge(
      'latchkey_feed_age_seconds',
      'Seconds since what is known of revocations was certainly complete.',
      [],
      (gauge) => gauge.set(known.age()),
    );
    metrics.gauge(
      'latchkey_feed_lag_seconds',
      "Seconds from the bank's reading of its database to our reading of the last set or delta.",
      [],
      (gauge) => gauge.set(this.#lagSeconds ?? Number.NaN),
    );
    metrics.gauge('latchkey_revocations_living', 'Revoked sessions that are held.', [], (gauge) =>
      gauge.set(known.living),
    );
    readiness.add('revocations', () => ({
      detail: {
        feedAge: known.age() === Infinity ? null : Math.round(known.age() * 10) / 10,
        lag: this.#lagSeconds ?? null,
        living: known.living,
        lastFault: this.lastFault ?? null,
        futureAnswers: this.#futureAnswers,
      },
    }));
  }

  polled(outcome: PollOutcome): void {
    this.#polls.inc({ outcome });
  }

  refused(reason: string): void {
    this.#refused.inc({ reason });
    if (FROM_FUTURE.has(reason)) this.#futureAnswers += 1;
  }

  /** @param asOf when the bank read its database, in milliseconds since 1970 */
  arrived(asOf: number): void {
    this.#lagSeconds = (Date.now() - asOf) / 1000;
  }
}
