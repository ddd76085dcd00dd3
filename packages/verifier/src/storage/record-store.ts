/** What a {@link Store} keeps: a JSON value under a kind and a key. */
export interface StoredRecord {
  readonly kind: string;
  readonly key: string;
  /** As `JSON.parse` gives it; the caller's own. */
  readonly value: unknown;
  /** Another one after every change and every claim, and never used again for this key; says nothing else. */
  readonly version: string;
  /** Milliseconds since it was written last, by the clock of the store; a claim writes nothing. */
  readonly ageMs: number;
}

/** One record as it is to be. */
export interface RecordChange {
  /** 1 to 100 of `a-z 0-9 : -`, beginning with a letter or a digit. */
  readonly kind: string;
  /** 1 to 200 UTF-16 code units of well-formed text without NUL. */
  readonly key: string;
  /** Anything that JSON can say; undefined removes the record. */
  readonly value?: unknown;
  /** Milliseconds after which {@link Store.claim} gives the record out; undefined: never. */
  readonly dueInMs?: number | undefined;
  /** The change counts only if the record has this version; null: only if there is no such record. */
  readonly ifVersion?: string | null | undefined;
}

/**
 * Where a service keeps what must outlive its process, shared by all its replicas. {@link MemoryStore}, {@link FolderStore}
 * and {@link PostgresStore} are stores; another one passes the cases of `@latchkey/verifier/store-suite`. What cannot be
 * done is rejected, with an error whose message says what to do and names no value.
 */
export interface Store {
  /** The records of a kind, in no order; with `keys` those of them that there are. */
  read(kind: string, keys?: readonly string[]): Promise<StoredRecord[]>;
  /**
   * Makes the changes, all or none, lasting: what has resolved to true is there after a crash.
   * @returns false if a record has not the version that a change asks for: somebody was quicker
   * @throws TypeError if a change is none, or two are of the same record
   */
  write(changes: readonly RecordChange[]): Promise<boolean>;
  /**
   * Takes records that are due, those that have waited longest first; they are due again after `leaseMs`, and until then
   * no other claim gets them, even if this process dies.
   */
  claim(kind: string, limit: number, leaseMs: number): Promise<StoredRecord[]>;
  /**
   * Calls the listener with the kind of what was written, here or by another replica; may miss some.
   * @returns ends it
   */
  watch(listener: (kind: string) => void): () => void;
  /** Lets go of files and connections. Everything but another `close` is rejected from then on. */
  close(): Promise<void>;
}
