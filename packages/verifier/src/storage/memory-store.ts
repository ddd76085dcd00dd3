import { DeletionsInMemory } from './deletions-in-memory.js';
import { FeedInMemory } from './feed-in-memory.js';
import type { ClaimedLogout, DeletionStore, FeedStore, Logout, LogoutStore, VerifierStore } from './store.js';

/** Milliseconds for which a claimed logout is left to its claimer. */
const LEASE_MS = 5_000;

interface QueuedLogout extends Logout {
  readonly tries: number;
  readonly nextTryAt: number;
  readonly expiresAt: number;
}

/** What a {@link MemoryStore} is told of times, in seconds. */
export interface MemoryStoreTimes {
  /** How long a session is held as revoked: the life of a token and some minutes. */
  readonly keptSeconds: number;
  /** How long a session lasts at most. */
  readonly sessionAbsolute: number;
}

/**
 * Keeps everything in memory: for a single process, for a try, and for tests. After a restart a session that was ended here,
 * and of which the bank could not be told, is alive again, and what was to be removed of a deleted account is asked for anew: a service of a deployment keeps its state
 * in a database.
 */
export class MemoryStore implements VerifierStore {
  readonly feed: FeedStore;
  readonly deletions: DeletionStore;
  readonly logouts: LogoutStore;

  constructor(times: MemoryStoreTimes) {
    const deletions = new DeletionsInMemory();
    this.feed = new FeedInMemory(times.keptSeconds, deletions);
    this.deletions = deletions;
    this.logouts = new LogoutsInMemory(times);
  }
}

class LogoutsInMemory implements LogoutStore {
  readonly #keptUntil = new Map<string, number>();
  readonly #queue = new Map<string, QueuedLogout>();

  constructor(private readonly times: MemoryStoreTimes) {}

  add(logout: Logout, authTime: number): Promise<void> {
    const everywhere = logout.everywhere || this.#queue.get(logout.sid)?.everywhere === true;
    const expiresAt = (authTime + this.times.sessionAbsolute) * 1000;
    this.#queue.set(logout.sid, { ...logout, everywhere, tries: 0, nextTryAt: Date.now(), expiresAt });
    this.#keep(logout.sid);
    return Promise.resolve();
  }

  revoked(): Promise<string[]> {
    return Promise.resolve([...this.#keptUntil.keys()]);
  }

  forget(sids: readonly string[]): Promise<void> {
    for (const sid of sids) this.#keptUntil.delete(sid);
    return Promise.resolve();
  }

  claim(limit: number): Promise<ClaimedLogout[]> {
    const now = Date.now();
    const due = [...this.#queue.values()].filter(({ nextTryAt, expiresAt }) => nextTryAt <= now && expiresAt > now);
    const claimed = due
      .slice(0, limit)
      .map((logout) => ({ ...logout, tries: logout.tries + 1, nextTryAt: now + LEASE_MS }));
    for (const logout of claimed) this.#queue.set(logout.sid, logout);
    return Promise.resolve(claimed);
  }

  settle({ sid, everywhere }: Logout): Promise<void> {
    if (this.#queue.get(sid)?.everywhere === everywhere) this.#queue.delete(sid);
    if (this.#keptUntil.has(sid)) this.#keep(sid);
    return Promise.resolve();
  }

  postpone({ sid, everywhere }: Logout, milliseconds: number): Promise<void> {
    const queued = this.#queue.get(sid);
    if (queued?.everywhere === everywhere) this.#queue.set(sid, { ...queued, nextTryAt: Date.now() + milliseconds });
    return Promise.resolve();
  }

  countPending(): Promise<number> {
    return Promise.resolve(this.#queue.size);
  }

  sweep(): Promise<void> {
    const now = Date.now();
    for (const [sid, { expiresAt }] of this.#queue) if (expiresAt <= now) this.#queue.delete(sid);
    for (const [sid, until] of this.#keptUntil) if (until <= now && !this.#queue.has(sid)) this.#keptUntil.delete(sid);
    return Promise.resolve();
  }

  watch(): { close(): Promise<void> } {
    return { close: () => Promise.resolve() };
  }

  #keep(sid: string): void {
    this.#keptUntil.set(sid, Date.now() + this.times.keptSeconds * 1000);
  }
}
