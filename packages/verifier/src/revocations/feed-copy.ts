import { silentLog, type Log } from '../log/log.js';
import type { FeedStore } from '../storage/store.js';
import { latestAsOf } from './feed.rules.js';
import type { RevocationSet, TakenAnswer } from './revocation-set.js';
import { UnsavedNews } from './unsaved-news.js';

const PRUNE_EVERY_MS = 60_000;

/** Who is told of what is in force and stored. */
export interface FeedCopyListeners {
  readonly onSessions: (sids: readonly string[]) => void;
  /** Deleted accounts wait for their removal. Left out by a service that would remove nothing: then none are stored. */
  readonly onDeletions?: (() => void) | undefined;
}

/** Keeps the stored copy up with memory, in the background. While the database is away memory alone counts. */
export class FeedCopy {
  readonly #unsaved = new UnsavedNews();
  #saved = { asOf: 0, rightsAsOf: 0 };
  #isRecalled = false;
  #prunedAt = -Infinity;
  #fault: string | undefined;
  #running: Promise<void> | undefined;

  constructor(
    private readonly store: FeedStore,
    private readonly set: RevocationSet,
    private readonly listeners: FeedCopyListeners,
    private readonly log: Log = silentLog,
  ) {}

  /** Reads what earlier processes and other replicas stored; never throws, and is tried again with the next writing. */
  async recall(): Promise<void> {
    await this.#guarded(() => this.#recall());
  }

  /** Takes an answer into account and sees to it that everything gets written; one writing runs at a time. */
  keep(taken?: TakenAnswer): Promise<void> {
    // A service that removes nothing leaves its cursor where it is: one that does so later hears of what is still told.
    const keepsDeletions = this.listeners.onDeletions !== undefined;
    if (taken !== undefined) this.#unsaved.add(keepsDeletions ? taken : { ...taken, deletions: undefined });
    return (this.#running ??= this.#guarded(() => this.#write()).finally(() => (this.#running = undefined)));
  }

  async #recall(): Promise<void> {
    const { isRepaired, ...stored } = await this.store.load(latestAsOf(Date.now()));
    this.#isRecalled = true;
    this.set.recall(stored);
    const { asOf = 0, rightsAsOf = 0 } = stored.reached ?? {};
    this.#saved = { asOf, rightsAsOf };
    if (isRepaired)
      this.log.warn('how far the feed was followed is asked for again: what was stored lies in the future');
    const { revoked, rights } = stored;
    if (revoked.length + rights.length > 0)
      this.log.log(`started from ${revoked.length} stored revocations and ${rights.length} changes of rights`);
  }

  async #write(): Promise<void> {
    if (!this.#isRecalled) await this.#recall();
    while (!this.#unsaved.isEmpty || this.#hasMoved()) {
      const { asOf, rightsAsOf, etag } = this.set.state;
      const lists = this.#unsaved.lists();
      // Without an etag nobody knows how far it goes, but a session that is named is over all the same.
      const reached = etag === undefined ? undefined : { asOf, rightsAsOf, etag };
      await this.store.save({ reached, ...lists }, latestAsOf(Date.now()));
      this.#unsaved.drop(lists);
      if (reached !== undefined) this.#saved = { asOf, rightsAsOf };
      this.listeners.onSessions(lists.sids);
      if (lists.deletions.length > 0) this.listeners.onDeletions?.();
    }
    if (performance.now() - this.#prunedAt < PRUNE_EVERY_MS) return;
    await this.store.prune();
    this.#prunedAt = performance.now();
  }

  // Also back, from a future that was stored while a clock was wrong.
  #hasMoved(): boolean {
    const { asOf, rightsAsOf, etag } = this.set.state;
    return etag !== undefined && (asOf !== this.#saved.asOf || rightsAsOf !== this.#saved.rightsAsOf);
  }

  // Logged once per error, not every five seconds.
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#fault = undefined;
    } catch (error) {
      if (this.#fault === undefined) this.log.warn(`revocations are kept in memory alone: ${(error as Error).message}`);
      this.#fault = (error as Error).message;
    }
  }
}
