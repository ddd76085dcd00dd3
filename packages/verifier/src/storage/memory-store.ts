import { encodeChanges } from './record-change.rules.js';
import { RecordListeners } from './record-listeners.js';
import { RecordMap } from './record-map.js';
import type { RecordChange, Store, StoredRecord } from './record-store.js';
import { storeClosed } from './store-error.js';

/**
 * Keeps everything in memory: for a single process, for a try, and for tests. After a restart a session that was ended here,
 * and of which the bank could not be told, is alive again, and what was to be removed of a deleted account is asked for
 * anew: a service of a deployment keeps its state in a folder or a database.
 */
export class MemoryStore implements Store {
  readonly #records = new RecordMap();
  readonly #listeners = new RecordListeners();
  #isClosed = false;

  async read(kind: string, keys?: readonly string[]): Promise<StoredRecord[]> {
    this.#requireOpen();
    return this.#records.read(kind, keys, Date.now());
  }

  async write(changes: readonly RecordChange[]): Promise<boolean> {
    const encoded = encodeChanges(changes);
    this.#requireOpen();
    const puts = this.#records.plan(encoded, Date.now());
    if (puts === undefined) return false;
    this.#records.apply(puts);
    queueMicrotask(() => this.#listeners.tell(puts.map(({ kind }) => kind)));
    return true;
  }

  async claim(kind: string, limit: number, leaseMs: number): Promise<StoredRecord[]> {
    this.#requireOpen();
    const now = Date.now();
    const puts = this.#records.planClaim(kind, limit, leaseMs, now);
    this.#records.apply(puts);
    const keys = puts.map(({ key }) => key);
    return this.#records.read(kind, keys, now);
  }

  watch(listener: (kind: string) => void): () => void {
    this.#requireOpen();
    return this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#listeners.clear();
  }

  #requireOpen(): void {
    if (this.#isClosed) throw storeClosed();
  }
}
