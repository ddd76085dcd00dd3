import { claimCounted, type Counted } from './counted-claims.js';
import type { Store } from './record-store.js';
import type { ClaimedDeletion, DeletionStore } from './store.js';

/** Deleted accounts whose data is still to be removed, each as a record. */
export class DeletionRecords implements DeletionStore {
  constructor(
    private readonly store: Store,
    private readonly kind: string,
  ) {}

  async claim(seconds: number): Promise<ClaimedDeletion | undefined> {
    const [claimed] = await claimCounted(this.store, this.kind, 1, seconds * 1000);
    return claimed && { sub: claimed.key, tries: claimed.value.tries };
  }

  async settle(sub: string): Promise<void> {
    await this.store.write([{ kind: this.kind, key: sub }]);
  }

  /** One that another replica has settled or claimed meanwhile is left to it. */
  async postpone(sub: string, milliseconds: number): Promise<void> {
    const [record] = await this.store.read(this.kind, [sub]);
    if (record === undefined) return;
    const value = record.value as Counted;
    await this.store.write([{ kind: this.kind, key: sub, value, dueInMs: milliseconds, ifVersion: record.version }]);
  }

  async countPending(): Promise<number> {
    return (await this.store.read(this.kind)).length;
  }
}
