import { inTransaction, type Work } from './postgres-connections.js';
import { listeningClientOf, ownPool, type PgSession, type PgPool } from './postgres-driver.js';
import { isTableMissing, isThereAlready, postgresError } from './postgres-errors.js';
import { PostgresListener } from './postgres-listener.js';
import { PostgresTable } from './postgres-table.js';
import { encodeChanges } from './record-change.rules.js';
import { RecordListeners } from './record-listeners.js';
import type { RecordChange, Store, StoredRecord } from './record-store.js';
import { storeClosed } from './store-error.js';

/** Where a {@link PostgresStore} keeps its records. */
export type PostgresStoreOptions = (
  | {
      /** A PostgreSQL URL; the store makes a pool of up to four connections. */
      readonly connectionString: string;
    }
  | {
      /** A pool of `pg` that the service has already; `close` leaves it open. */
      readonly pool: PgPool;
    }
) & {
  /** The table, perhaps with its schema; by default `latchkey_records`. It is created if it is missing. */
  readonly table?: string;
};

const ignored = (): void => undefined;

/**
 * Keeps everything in one table of a PostgreSQL database (13 or later), shared by any number of replicas; needs the package
 * `pg`. It works behind a pooler, and finds a restarted server by itself.
 */
export class PostgresStore implements Store {
  readonly #table: PostgresTable;
  readonly #listeners = new RecordListeners();
  #pool: Promise<PgPool> | undefined;
  #isCreated: Promise<void> | undefined;
  #listener: PostgresListener | undefined;
  #isClosed = false;

  /** Connects when it is first used. Throws TypeError if the table's name is none. */
  constructor(private readonly options: PostgresStoreOptions) {
    this.#table = new PostgresTable(options.table ?? 'latchkey_records');
  }

  read(kind: string, keys?: readonly string[]): Promise<StoredRecord[]> {
    return this.#transact(async (session) => ({ value: await this.#table.read(session, kind, keys), keeps: true }));
  }

  async write(changes: readonly RecordChange[]): Promise<boolean> {
    const encoded = encodeChanges(changes);
    // What such a name may be made of needs no quoting.
    const last = [...new Set(encoded.map(({ kind }) => `NOTIFY "${this.#table.channel}", '${kind}'; `))].join('');
    return this.#transact(async (session) => {
      const isWritten = await this.#table.write(session, encoded);
      return { value: isWritten, keeps: isWritten, last };
    });
  }

  claim(kind: string, limit: number, leaseMs: number): Promise<StoredRecord[]> {
    return this.#transact(async (session) => ({
      value: await this.#table.claim(session, kind, limit, leaseMs),
      keeps: true,
    }));
  }

  watch(listener: (kind: string) => void): () => void {
    if (this.#isClosed) throw storeClosed();
    const end = this.#listeners.add(listener);
    const makeClient = async () => listeningClientOf(await this.#connected());
    const tell = (kind: string): void => this.#listeners.tell([kind]);
    this.#listener ??= new PostgresListener(makeClient, this.#table.channel, tell);
    return end;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listeners.clear();
    await this.#listener?.close();
    const pool = await this.#pool?.catch(() => undefined);
    pool?.removeListener('error', ignored);
    if ('connectionString' in this.options) {
      // What becomes of connections that are closed already is nothing to anybody.
      pool?.on('error', ignored);
      await pool?.end().catch(() => undefined);
    }
  }

  async #transact<T>(work: (session: PgSession) => Promise<Work<T>>): Promise<T> {
    if (this.#isClosed) throw storeClosed();
    try {
      const pool = await this.#connected();
      await (this.#isCreated ??= this.#create(pool));
      return await inTransaction(pool, work);
    } catch (error) {
      // As after a restored backup: the next one creates it.
      if (isTableMissing(error)) this.#isCreated = undefined;
      throw postgresError(error, this.#table.name);
    }
  }

  #connected(): Promise<PgPool> {
    this.#pool ??= this.#open().catch((error: unknown) => {
      this.#pool = undefined;
      throw error;
    });
    return this.#pool;
  }

  async #open(): Promise<PgPool> {
    const pool = 'pool' in this.options ? this.options.pool : await ownPool(this.options.connectionString);
    // An idle connection that the server ends is replaced; unheard, the event would end the process.
    pool.on('error', ignored);
    return pool;
  }

  async #create(pool: PgPool): Promise<void> {
    try {
      const look = async (session: PgSession) => ({ value: await this.#table.isThere(session), keeps: true });
      if (await inTransaction(pool, look)) return;
      await inTransaction(pool, async (session) => ({ value: await this.#table.create(session), keeps: true }));
    } catch (error) {
      if (isThereAlready(error)) return;
      this.#isCreated = undefined;
      throw error;
    }
  }
}
