import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { RevocationsClaims } from '../contract/revocations.js';
import { silentLog, type Log } from '../log/log.js';
import { describeError, type OutboundTarget } from '../outbound/describe-error.js';
import { ErrorNotice } from '../outbound/error-notice.js';
import type { FeedClient } from './feed.client.js';
import type { FeedCopy } from './feed-copy.js';
import { FeedRefused } from './feed.errors.js';
import type { FeedObserver } from './feed-observer.js';
import { hasAllLists, pauseOf, waitOf } from './feed.rules.js';
import type { FeedVerifier } from './feed-verifier.js';
import type { FeedOddity, RevocationSet, TakenAnswer } from './revocation-set.js';

/** A stop does not wait longer than this for a database that is away. */
const FAREWELL_WITHIN_MS = 1_000;

const ODDITIES: Record<FeedOddity, string> = {
  deleted_gap: 'deleted accounts are asked for again: the bank left some out (deleted_gap)',
  deleted_back: 'deleted accounts are asked for from the start: the bank has gone back in its list (deleted_back)',
  rights_back: 'the bank tells of older rights than it did, as after a restored backup: the newer count (rights_back)',
};

/** What a {@link FeedFollower} works with. */
export interface FeedParts {
  readonly client: FeedClient;
  readonly verifier: FeedVerifier;
  readonly set: RevocationSet;
  readonly copy: FeedCopy;
  /** Whom the client asks. */
  readonly bank: OutboundTarget;
  readonly observer?: FeedObserver;
  readonly log?: Log;
}

/** Follows the bank's feed for as long as the service runs. Boot waits for the own database at most, never for the bank. */
export class FeedFollower {
  readonly #stop = new AbortController();
  readonly #notice = new ErrorNotice();
  readonly #oddityNotice = new ErrorNotice();
  #failures = 0;
  /** Whether the last answer had all lists; undefined before the first. */
  #hadAllLists: boolean | undefined;
  #isMixed = false;
  #running: Promise<void> = Promise.resolve();
  private readonly log: Log;

  constructor(private readonly parts: FeedParts) {
    this.log = parts.log ?? silentLog;
  }

  /** Returns when what is stored was read; the bank is asked from then on. Never throws. */
  async start(): Promise<void> {
    await this.parts.copy.recall();
    this.#running = this.#follow();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await Promise.race([this.parts.copy.keep(), sleep(FAREWELL_WITHIN_MS, undefined, { ref: false })]);
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const workMs = await this.#turn();
      const pause = pauseOf(this.#failures, workMs, Math.random(), this.#isMixed);
      await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Asks once; never throws. Returns the milliseconds that the answer kept the process busy. */
  async #turn(): Promise<number> {
    let workMs = 0;
    this.parts.set.prune();
    try {
      const wait = waitOf(this.#failures, this.parts.set.age());
      const answer = await this.parts.client.ask(this.parts.set.state, wait, this.#stop.signal);
      const before = performance.now();
      const held = this.parts.set.state;
      const message = this.parts.verifier.verify(answer.text);
      // Long answers: requests go in between.
      await setImmediate();
      const taken = this.parts.set.take(message, answer);
      void this.parts.copy.keep(taken);
      workMs = performance.now() - before;
      this.#noteRelease(message, taken);
      const { reason, oddities, renews, state } = taken;
      for (const oddity of oddities) this.#noteOddity(oddity);
      if (reason !== undefined) throw new FeedRefused(reason);
      this.parts.observer?.polled(message.kind);
      if (message.kind !== 'heartbeat') this.parts.observer?.arrived(message.as_of);
      this.#note(undefined, renews || state.asOf > held.asOf || state.deletedTo > held.deletedTo);
    } catch (error) {
      if (this.#stop.signal.aborted) return 0;
      const isRefused = error instanceof FeedRefused;
      this.parts.observer?.polled(isRefused ? 'refused' : 'failed');
      if (isRefused) this.parts.observer?.refused(error.reason);
      void this.parts.copy.keep();
      this.#note(isRefused ? error.reason : describeError(error, this.parts.bank), false);
    }
    return workMs;
  }

  #noteRelease(message: RevocationsClaims, { learnt, learntRights, deletions }: TakenAnswer): void {
    const isNews = learnt.length + learntRights.length > 0 || deletions !== undefined;
    const before = this.#hadAllLists;
    this.#hadAllLists = hasAllLists(message);
    this.#isMixed = before !== undefined && before !== this.#hadAllLists && !isNews;
  }

  #noteOddity(oddity: FeedOddity): void {
    this.parts.observer?.refused(oddity);
    if (this.#oddityNotice.isDue(ODDITIES[oddity])) this.log.warn(ODDITIES[oddity]);
  }

  // An answer in the second of the last one brings nothing new: not an error, but no reason to ask on at once either.
  #note(fault: string | undefined, isProgress: boolean): void {
    this.parts.observer?.followed(fault);
    this.#failures = isProgress ? 0 : this.#failures + 1;
    if (fault === undefined) {
      if (this.#notice.isOver()) this.log.log('the revocation feed is followed again');
    } else if (this.#notice.isDue(fault)) {
      this.log.warn(`the revocation feed is not followed: ${fault}`);
    }
  }
}
