import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { describeError, ErrorNotice, type OutboundTarget } from '@latchkey/service';
import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { FeedClient } from './feed.client.js';
import type { FeedCopy } from './feed.copy.js';
import { FeedRefused, pauseOf, waitOf, type FeedVerifier, type KnownRevocations } from '@latchkey/verifier';
import type { FeedMetrics } from './feed-metrics.js';

/** A stop does not wait longer than this for a database that is away. */
const FAREWELL_WITHIN_MS = 1_000;

/** Follows the bank's feed for as long as the service runs. Boot waits for the own database at most, never for the bank. */
export class FeedJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('revocations');
  readonly #stop = new AbortController();
  readonly #notice = new ErrorNotice();
  #failures = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: FeedClient,
    private readonly verifier: FeedVerifier,
    private readonly known: KnownRevocations,
    private readonly copy: FeedCopy,
    private readonly metrics: FeedMetrics,
    /** Whom the client asks. */
    private readonly asked: OutboundTarget,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.copy.recall();
    this.#running = this.#follow();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await Promise.race([this.copy.keep([]), sleep(FAREWELL_WITHIN_MS, undefined, { ref: false })]);
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const workMs = await this.#turn();
      const pause = pauseOf(this.#failures, workMs, Math.random());
      await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Asks once; never throws. Returns the milliseconds that the answer kept the process busy. */
  async #turn(): Promise<number> {
    let workMs = 0;
    this.known.prune();
    try {
      const wait = waitOf(this.#failures, this.known.age());
      const answer = await this.client.ask(this.known.state, wait, this.#stop.signal);
      const before = performance.now();
      const { asOf } = this.known.state;
      const message = this.verifier.verify(answer.text);
      // Long answers: requests go in between.
      await setImmediate();
      const { fault, learnt, renews, state } = this.known.take(message, answer);
      void this.copy.keep(learnt);
      workMs = performance.now() - before;
      if (fault !== undefined) throw new FeedRefused(fault);
      this.metrics.polled(message.kind);
      if (message.kind !== 'heartbeat') this.metrics.arrived(message.as_of);
      this.#note(undefined, renews || state.asOf > asOf);
    } catch (error) {
      if (this.#stop.signal.aborted) return 0;
      const isRefused = error instanceof FeedRefused;
      this.metrics.polled(isRefused ? 'refused' : 'failed');
      if (isRefused) this.metrics.refused(error.reason);
      void this.copy.keep([]);
      this.#note(isRefused ? error.reason : describeError(error, this.asked), false);
    }
    return workMs;
  }

  // An answer in the second of the last one brings nothing new: not a fault, but no reason to ask on at once either.
  #note(fault: string | undefined, isProgress: boolean): void {
    this.metrics.lastFault = fault;
    this.#failures = isProgress ? 0 : this.#failures + 1;
    if (fault === undefined) {
      if (this.#notice.isOver()) this.#log.log('the revocation feed is followed again');
    } else if (this.#notice.isDue(fault)) {
      this.#log.warn(`the revocation feed is not followed: ${fault}`);
    }
  }
}
