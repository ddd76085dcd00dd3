import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog, type Log } from '../log/log.js';
import { backOff } from '../outbound/back-off.js';
import { ErrorNotice } from '../outbound/error-notice.js';
import type { ClaimedDeletion, DeletionStore } from '../storage/store.js';

/** How often a replica looks for deletions that another one left behind. */
const IDLE_MS = 5_000;
/** Time that one removal may take; after that it is tried again, here or at another replica. */
const REMOVE_WITHIN_SECONDS = 30;
/** Longer than a removal may take, so that two replicas do not meet in one. */
const LEASE_SECONDS = REMOVE_WITHIN_SECONDS + 15;
/** Until a removal that failed comes up again. */
const PAUSES_OF_ONE = { first: 1_000, longest: 300_000 };
/** Until the next one is tried, while they fail one after the other. */
const PAUSES_OF_ALL = { first: 250, longest: 5_000 };
/** Well within what a readiness check may take: a stopped database makes this one no less green. */
const COUNT_WITHIN_MS = 1_000;
/** A stop waits no longer than this for a removal; it is done again. */
const FINISH_WITHIN_MS = 1_000;

/** What came of one removal. */
export type RemovalOutcome = 'removed' | 'failed';

/** What a {@link DeletionQueue} works with. */
export interface DeletionParts {
  readonly store: DeletionStore;
  /** Removes what the service keeps of a person; is called again later if it rejects. */
  readonly remove: (sub: string) => Promise<void>;
  /** Is told what came of each try. */
  readonly onOutcome?: (outcome: RemovalOutcome) => void;
  readonly log?: Log;
}

/**
 * Has a service remove what it keeps of people whose accounts were deleted: each at least once and until it succeeds, one
 * after the other, and each by one replica at a time.
 */
export class DeletionQueue {
  readonly #notice = new ErrorNotice();
  readonly #stop = new AbortController();
  #wake: (() => void) | undefined;
  #isAwake = false;
  #running: Promise<void> = Promise.resolve();
  /** Of those that were due, in a row. */
  #failures = 0;
  /** As counted last. */
  #pending = 0;
  #lastFault: string | undefined;
  private readonly log: Log;

  constructor(private readonly parts: DeletionParts) {
    this.log = parts.log ?? silentLog;
  }

  start(): void {
    this.#running = this.#work();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.race([this.#running, sleep(FINISH_WITHIN_MS, undefined, { ref: false })]);
  }

  /** Looks for deletions at once; while removals fail, with the next try. */
  wake(): void {
    this.#isAwake = true;
    if (this.#failures === 0) this.#wake?.();
  }

  /** Why a removal failed last; undefined if it has succeeded since. */
  get lastFault(): string | undefined {
    return this.#lastFault;
  }

  /** How many deleted accounts wait now; while the database is away, how many there were. */
  async countPending(): Promise<number> {
    const counted = this.parts.store.countPending().then((count) => {
      this.#pending = count;
      // What failed here may have been done by another replica.
      if (count === 0) this.#lastFault = undefined;
    });
    await Promise.race([counted.catch(() => undefined), sleep(COUNT_WITHIN_MS, undefined, { ref: false })]);
    return this.#pending;
  }

  async #work(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#isAwake = false;
      const isDone = await this.#next().catch((error: unknown) => this.#fail(error));
      if (isDone && this.#failures === 0) continue;
      await this.#pause(this.#failures > 0 ? backOff(this.#failures, PAUSES_OF_ALL) : IDLE_MS);
    }
  }

  /** Removes one that is due; false if there is none. */
  async #next(): Promise<boolean> {
    const claimed = await this.parts.store.claim(LEASE_SECONDS);
    if (claimed === undefined) {
      // Those that failed have a time of their own.
      this.#failures = 0;
      return false;
    }
    try {
      await this.#remove(claimed);
    } catch (error) {
      this.parts.onOutcome?.('failed');
      this.#lastFault = wordsOf(error);
      await this.parts.store.postpone(claimed.sub, backOff(claimed.tries, PAUSES_OF_ONE));
      throw error;
    }
    await this.parts.store.settle(claimed.sub);
    this.parts.onOutcome?.('removed');
    this.#failures = 0;
    // Another one that failed may still wait.
    if (claimed.tries > 1) {
      this.#lastFault = undefined;
      if (this.#notice.isOver()) this.log.log('the data of deleted accounts is removed again');
    }
    return true;
  }

  async #remove({ sub }: ClaimedDeletion): Promise<void> {
    const clock = new AbortController();
    const late = sleep(REMOVE_WITHIN_SECONDS * 1000, undefined, { ref: false, signal: clock.signal }).then(() => {
      throw new Error(`not done within ${REMOVE_WITHIN_SECONDS} seconds`);
    });
    try {
      await Promise.race([this.parts.remove(sub), late]);
    } finally {
      late.catch(() => undefined);
      clock.abort();
    }
  }

  #fail(error: unknown): false {
    const fault = wordsOf(error);
    this.#failures += 1;
    if (this.#notice.isDue(fault) && !this.#stop.signal.aborted)
      this.log.warn(`the data of a deleted account was not removed, trying again: ${fault}`);
    return false;
  }

  #pause(milliseconds: number): Promise<void> {
    if (this.#stop.signal.aborted || (this.#isAwake && this.#failures === 0)) return Promise.resolve();
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.#wake = undefined;
        this.#stop.signal.removeEventListener('abort', go);
        resolve();
      };
      const timer = setTimeout(go, milliseconds).unref();
      this.#wake = go;
      this.#stop.signal.addEventListener('abort', go);
    });
  }
}

// What a service throws may be anything.
function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
