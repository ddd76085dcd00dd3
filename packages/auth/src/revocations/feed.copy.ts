import { Logger } from '@nestjs/common';
import type { FeedRepository } from './feed.repository.js';
import type { KnownRevocations } from './known-revocations.js';

const PRUNE_EVERY_MS = 60_000;

/** Keeps the stored copy up with memory, in the background. While the database is away memory alone counts. */
export class FeedCopy {
  readonly #log = new Logger('revocations');
  readonly #unsaved = new Set<string>();
  #savedAsOf = 0;
  #isRecalled = false;
  #prunedAt = -Infinity;
  #fault: string | undefined;
  #running: Promise<void> | undefined;

  /** @param saved is told which sessions are in force and stored */
  constructor(
    private readonly repository: FeedRepository,
    private readonly known: KnownRevocations,
    private readonly saved: (sids: readonly string[]) => void,
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
    const stored = await this.repository.load();
    this.#isRecalled = true;
    if (stored === undefined) return;
    this.known.recall(stored);
    this.#savedAsOf = stored.asOf;
    this.#log.log(`started from ${stored.revoked.length} stored revocations`);
  }

  async #write(): Promise<void> {
    if (!this.#isRecalled) await this.#recall();
    while (this.#unsaved.size > 0 || this.known.state.asOf > this.#savedAsOf) {
      const { asOf, etag } = this.known.state;
      // The whole set was asked for, and will come.
      if (etag === undefined) return;
      const sids = [...this.#unsaved];
      await this.repository.save(asOf, etag, sids);
      for (const sid of sids) this.#unsaved.delete(sid);
      this.#savedAsOf = asOf;
      this.saved(sids);
    }
    if (performance.now() - this.#prunedAt < PRUNE_EVERY_MS) return;
    await this.repository.prune();
    this.#prunedAt = performance.now();
  }

  // Logged once per fault, not every five seconds.
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#fault = undefined;
    } catch (error) {
      if (this.#fault === undefined)
        this.#log.warn(`revocations are kept in memory alone: ${(error as Error).message}`);
      this.#fault = (error as Error).message;
    }
  }
}
