import { silentLog, type Log } from '../log/log.js';
import type { FeedStore } from '../storage/store.js';
import { latestAsOf } from './feed.rules.js';
import type { RevocationSet } from './revocation-set.js';

const PRUNE_EVERY_MS = 60_000;

/** Keeps the stored copy up with memory, in the background. While the database is away memory alone counts. */
export class FeedCopy {
  readonly #unsaved = new Set<string>();
  #savedAsOf = 0;
  #isRecalled = false;
  #prunedAt = -Infinity;
  #fault: string | undefined;
  #running: Promise<void> | undefined;

  /** @param saved is told which sessions are in force and stored */
  constructor(
    private readonly store: FeedStore,
    private readonly set: RevocationSet,
    private readonly saved: (sids: readonly string[]) => void,
    private readonly log: Log = silentLog,
  ) {}

  /** Reads what earlier processes and other replicas stored; never throws, and is tried again with the next writing. */
  async recall(): Promise<void> {
    await this.#guarded(() => this.#recall());
  }

  /** Takes news into account and sees to it that everything gets written; one writing runs at a time. */
  keep(learnt: readonly string[]): Promise<void> {
    for (const sid of learnt) this.#unsaved.add(sid);
    return (this.#running ??= this.#guarded(() => this.#write()).finally(() => (this.#running = undefined)));
  }

  async #recall(): Promise<void> {
    const { isRepaired, ...stored } = await this.store.load(latestAsOf(Date.now()));
    this.#isRecalled = true;
    this.set.recall(stored);
    this.#savedAsOf = stored.reached?.asOf ?? 0;
    if (isRepaired)
      this.log.warn('how far the feed was followed is asked for again: what was stored lies in the future');
    if (stored.revoked.length > 0) this.log.log(`started from ${stored.revoked.length} stored revocations`);
  }

  async #write(): Promise<void> {
    if (!this.#isRecalled) await this.#recall();
    while (this.#unsaved.size > 0 || this.#hasMoved()) {
      const { asOf, etag } = this.set.state;
      const sids = [...this.#unsaved];
      // Without an etag nobody knows how far it goes, but a session that is named is over all the same.
      await this.store.save(etag === undefined ? undefined : { asOf, etag }, sids, latestAsOf(Date.now()));
      for (const sid of sids) this.#unsaved.delete(sid);
      if (etag !== undefined) this.#savedAsOf = asOf;
      this.saved(sids);
    }
    if (performance.now() - this.#prunedAt < PRUNE_EVERY_MS) return;
    await this.store.prune();
    this.#prunedAt = performance.now();
  }

  // Also back, from a future that was stored while a clock was wrong.
  #hasMoved(): boolean {
    const { asOf, etag } = this.set.state;
    return etag !== undefined && asOf !== this.#savedAsOf;
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
