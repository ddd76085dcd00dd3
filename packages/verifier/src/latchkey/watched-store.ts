import type { Log } from '../log/log.js';
import { ErrorNotice } from '../outbound/error-notice.js';
import type { RecordChange, Store, StoredRecord } from '../storage/record-store.js';

/** As long as a statement may take at a database. */
const ANSWER_WITHIN_MS = 5_000;

/**
 * A store whose calls end: one that hangs is as good as one that fails. Keeps in mind what was wrong with the last call.
 * A write that was given up may still be done later: whoever called was told that nothing is certain.
 */
export class WatchedStore implements Store {
  #fault: string | undefined;
  readonly #notice = new ErrorNotice();

  constructor(
    private readonly store: Store,
    private readonly log: Log,
  ) {}

  /** Why the last call failed; undefined if it did not. */
  get fault(): string | undefined {
    return this.#fault;
  }

  read(kind: string, keys?: readonly string[]): Promise<StoredRecord[]> {
    return this.#watched(() => this.store.read(kind, keys));
  }

  write(changes: readonly RecordChange[]): Promise<boolean> {
    return this.#watched(() => this.store.write(changes));
  }

  claim(kind: string, limit: number, leaseMs: number): Promise<StoredRecord[]> {
    return this.#watched(() => this.store.claim(kind, limit, leaseMs));
  }

  // What is missed is read all the same, a second later.
  watch(listener: (kind: string) => void): () => void {
    try {
      return this.store.watch(listener);
    } catch (error) {
      this.#note(wordsOf(error));
      return () => undefined;
    }
  }

  close(): Promise<void> {
    return this.#watched(() => this.store.close());
  }

  #note(fault: string): void {
    this.#fault = fault;
    if (this.#notice.isDue(fault)) this.log.warn(`the store fails: ${fault}`);
  }

  async #watched<T>(work: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const words = `the store did not answer within ${ANSWER_WITHIN_MS / 1000} seconds`;
      timer = setTimeout(() => reject(new Error(words)), ANSWER_WITHIN_MS).unref();
    });
    try {
      const result = await Promise.race([work(), late]);
      this.#fault = undefined;
      if (this.#notice.isOver()) this.log.log('the store works again');
      return result;
    } catch (error) {
      this.#note(wordsOf(error));
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

// What a store of somebody else's throws may be anything.
function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
