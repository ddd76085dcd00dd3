import type { Metrics, Readiness } from '@latchkey/service';
import type { FeedReason, FeedObserver, PollOutcome, RevocationSet } from '@latchkey/verifier';

const FROM_FUTURE: ReadonlySet<string> = new Set<FeedReason>(['iat_ahead', 'as_of_ahead']);

/** What operators see of the feed. Readiness stays green: a service goes on without it, and what it bears it says itself. */
export class FeedMetrics implements FeedObserver {
  /** Authentic answers since the start that were dated in the future: a clock is wrong, or a key is in other hands. */
  #futureAnswers = 0;
  #lastFault: string | undefined;
  readonly #polls;
  readonly #refused;
  #lagSeconds: number | undefined;

  constructor(set: RevocationSet, metrics: Metrics, readiness: Readiness) {
    this.#polls = metrics.counter('latchkey_feed_polls_total', 'Questions to the revocation feed, by outcome.', [
      'outcome',
    ]);
    this.#refused = metrics.counter(
      'latchkey_feed_refused_total',
      'Answers of the revocation feed refused, by reason.',
      ['reason'],
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
  }

  refused(reason: string): void {
    this.#refused.inc({ reason });
    if (FROM_FUTURE.has(reason)) this.#futureAnswers += 1;
  }

  /** @param asOf when the bank read its database, in milliseconds since 1970 */
  arrived(asOf: number): void {
    this.#lagSeconds = (Date.now() - asOf) / 1000;
  }

  followed(fault: string | undefined): void {
    this.#lastFault = fault;
  }
}

// JSON has no infinity.
function tenths(seconds: number): number | null {
  return seconds === Infinity ? null : Math.round(seconds * 10) / 10;
}
