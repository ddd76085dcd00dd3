import type { ClaimedDeletion, DeletionStore } from './store.js';

interface PendingDeletion extends ClaimedDeletion {
  /** Milliseconds since 1970. */
  readonly nextTryAt: number;
}

/** Deleted accounts whose data is still to be removed, in memory. */
export class DeletionsInMemory implements DeletionStore {
  readonly #pending = new Map<string, PendingDeletion>();

  add(subs: readonly string[]): void {
    for (const sub of subs) if (!this.#pending.has(sub)) this.#pending.set(sub, { sub, tries: 0, nextTryAt: 0 });
  }

  claim(seconds: number): Promise<ClaimedDeletion | undefined> {
    const now = Date.now();
    const due = [...this.#pending.values()].find(({ nextTryAt }) => nextTryAt <= now);
    if (due === undefined) return Promise.resolve(undefined);
    const claimed = { sub: due.sub, tries: due.tries + 1 };
    this.#pending.set(due.sub, { ...claimed, nextTryAt: now + seconds * 1000 });
    return Promise.resolve(claimed);
  }

  settle(sub: string): Promise<void> {
    this.#pending.delete(sub);
    return Promise.resolve();
  }

  postpone(sub: string, milliseconds: number): Promise<void> {
    const pending = this.#pending.get(sub);
    if (pending !== undefined) this.#pending.set(sub, { ...pending, nextTryAt: Date.now() + milliseconds });
    return Promise.resolve();
  }

  countPending(): Promise<number> {
    return Promise.resolve(this.#pending.size);
  }
}
