import { resolve } from 'node:path';
import { folderError } from './folder-errors.js';
import { FolderLog } from './folder-log.js';
import { encodeChanges } from './record-change.rules.js';
import { RecordListeners } from './record-listeners.js';
import type { RecordMap, RecordPut } from './record-map.js';
import type { RecordChange, Store, StoredRecord } from './record-store.js';
import { storeClosed } from './store-error.js';

/** How often it is looked for what other processes wrote, while somebody wants to know. */
const LOOKS_EVERY_MS = 200;

/**
 * Keeps everything in a folder: for one machine, with any number of processes. What was written is there after a kill and
 * after a power cut. The folder needs a local disk (hard links, `fsync`); it is made with mode 0700, its files with 0600.
 */
export class FolderStore implements Store {
  readonly #path: string;
  readonly #log: FolderLog;
  readonly #listeners = new RecordListeners();
  #turn: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param path of the folder, which is made if there is none; opened when it is first used */
  constructor(path: string) {
    this.#path = resolve(path);
    this.#log = new FolderLog(this.#path, (kinds) => this.#listeners.tell(kinds));
  }

  read(kind: string, keys?: readonly string[]): Promise<StoredRecord[]> {
    return this.#inTurn(async () => (await this.#log.read()).read(kind, keys, Date.now()));
  }

  async write(changes: readonly RecordChange[]): Promise<boolean> {
    const encoded = encodeChanges(changes);
    const plan = (records: RecordMap) => records.plan(encoded, Date.now());
    return this.#inTurn(() => this.#log.write(plan, (puts) => puts !== undefined));
  }

  claim(kind: string, limit: number, leaseMs: number): Promise<StoredRecord[]> {
    const plan = (records: RecordMap) => records.planClaim(kind, limit, leaseMs, Date.now());
    const keysOf = (puts: readonly RecordPut[]) => puts.map(({ key }) => key);
    return this.#inTurn(() => this.#log.write(plan, (puts, records) => records.read(kind, keysOf(puts), Date.now())));
  }

  watch(listener: (kind: string) => void): () => void {
    if (this.#isClosed) throw storeClosed();
    const end = this.#listeners.add(listener);
    this.#schedule();
    return end;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
    await this.#turn;
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#isClosed || this.#listeners.isEmpty) return;
    this.#timer = setTimeout(() => void this.#look(), LOOKS_EVERY_MS).unref();
  }

  async #look(): Promise<void> {
    // What fails here fails again for whoever reads, who says so.
    await this.#inTurn(() => this.#log.read()).catch(() => undefined);
    this.#timer = undefined;
    this.#schedule();
  }

  // One after the other: the records in memory are those of one moment.
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) return Promise.reject(storeClosed());
    const done = this.#turn.then(work).catch((error: unknown) => {
      throw folderError(this.#path, error);
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
