import type { PgSession } from './postgres-driver.js';
import type { EncodedChange } from './record-change.rules.js';
import type { StoredRecord } from './record-store.js';

const TABLE = /^(?:[a-z_][a-z0-9_]{0,49}\.)?[a-z_][a-z0-9_]{0,49}$/;
/** Rows of one statement. */
const BATCH = 5_000;

interface RecordRow {
  readonly kind: string;
  readonly key: string;
  readonly value: string;
  readonly version: string;
  readonly age: number;
}

/** The statements on the one table of a store. All times are the database's. */
export class PostgresTable {
  /** Quoted. */
  readonly #name: string;
  readonly channel: string;

  /** @param name perhaps with its schema */
  constructor(readonly name: string) {
    if (!TABLE.test(name))
      throw new TypeError('the table of PostgresStore is up to 50 of a-z 0-9 _, perhaps after a schema');
    this.#name = name
      .split('.')
      .map((part) => `"${part}"`)
      .join('.');
    this.channel = name.split('.').at(-1)!;
  }

  async isThere(session: PgSession): Promise<boolean> {
    const { rows } = await session.query('SELECT to_regclass($1) IS NOT NULL AS "isThere"', [this.#name]);
    return (rows as { isThere: boolean }[])[0]!.isThere;
  }

  /** Creates it, one replica after the other. */
  async create(session: PgSession): Promise<void> {
    await session.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`latchkey ${this.name}`]);
    await session.query(`CREATE TABLE IF NOT EXISTS ${this.#name} (
      kind text COLLATE "C" NOT NULL,
      key text COLLATE "C" NOT NULL,
      value text NOT NULL,
      version uuid NOT NULL DEFAULT gen_random_uuid(),
      written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      due_at timestamptz,
      PRIMARY KEY (kind, key))`);
    await session.query(
      `CREATE INDEX IF NOT EXISTS "${this.channel}_due" ON ${this.#name} (kind, due_at) WHERE due_at IS NOT NULL`,
    );
  }

  async read(session: PgSession, kind: string, keys: readonly string[] | undefined): Promise<StoredRecord[]> {
    const some = keys === undefined ? '' : 'AND key = ANY($2)';
    const { rows } = await session.query(`SELECT ${COLUMNS} FROM ${this.#name} AS held WHERE kind = $1 ${some}`, [
      kind,
      ...(keys === undefined ? [] : [keys]),
    ]);
    return (rows as RecordRow[]).map(recordOf);
  }

  async claim(session: PgSession, kind: string, limit: number, leaseMs: number): Promise<StoredRecord[]> {
    const { rows } = await session.query(
      `WITH due AS (
         SELECT kind, key FROM ${this.#name} WHERE kind = $1 AND due_at <= clock_timestamp()
         ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
       ) UPDATE ${this.#name} AS held SET version = gen_random_uuid(), due_at = clock_timestamp() + $3 * interval '1 ms'
       FROM due WHERE held.kind = due.kind AND held.key = due.key RETURNING ${COLUMNS}`,
      [kind, limit, leaseMs],
    );
    return (rows as RecordRow[]).map(recordOf);
  }

  /** Makes the changes; false if they must be taken back, for a record has another version than one of them asks for. */
  async write(session: PgSession, changes: readonly EncodedChange[]): Promise<boolean> {
    // In one order everywhere, so that two writes do not wait for each other.
    const sorted = changes.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
    for (const some of batches(sorted)) if (!(await this.#lock(session, some))) return false;
    const isNew = ({ text, ifVersion }: EncodedChange): boolean => text !== undefined && ifVersion === null;
    for (const some of batches(sorted.filter(isNew))) {
      if ((await this.#insert(session, some, 'NOTHING')) !== some.length) return false;
    }
    for (const some of batches(sorted.filter((one) => one.text !== undefined && !isNew(one))))
      await this.#insert(session, some, UPDATE);
    for (const some of batches(sorted.filter(({ text }) => text === undefined))) {
      const sql = `DELETE FROM ${this.#name} WHERE (kind, key) IN (SELECT * FROM unnest($1::text[], $2::text[]))`;
      await session.query(sql, columnsOf(some));
    }
    return true;
  }

  /** Holds the records of changes until the end of the transaction; false if one has another version. */
  async #lock(session: PgSession, changes: readonly EncodedChange[]): Promise<boolean> {
    const { rows } = await session.query(
      `SELECT held.kind, held.key, held.version::text AS version FROM ${this.#name} AS held
       JOIN unnest($1::text[], $2::text[]) AS wanted (kind, key) USING (kind, key)
       ORDER BY held.kind, held.key FOR UPDATE OF held`,
      columnsOf(changes),
    );
    const versions = new Map((rows as RecordRow[]).map((row) => [nameOf(row), row.version]));
    return changes.every(
      (change) => change.ifVersion === undefined || change.ifVersion === (versions.get(nameOf(change)) ?? null),
    );
  }

  async #insert(session: PgSession, changes: readonly EncodedChange[], onConflict: string): Promise<number> {
    const { rowCount } = await session.query(
      `INSERT INTO ${this.#name} (kind, key, value, due_at)
       SELECT kind, key, value, clock_timestamp() + due * interval '1 ms'
       FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[]) AS news (kind, key, value, due)
       ON CONFLICT (kind, key) DO ${onConflict}`,
      [...columnsOf(changes), changes.map(({ text }) => text), changes.map(({ dueInMs }) => dueInMs ?? null)],
    );
    return rowCount ?? 0;
  }
}

const COLUMNS = `held.kind, held.key, held.value, held.version::text AS version,
  (extract(epoch FROM clock_timestamp() - held.written_at) * 1000)::float8 AS age`;
const UPDATE = `UPDATE SET value = EXCLUDED.value, version = EXCLUDED.version, written_at = EXCLUDED.written_at,
  due_at = EXCLUDED.due_at`;

function columnsOf(changes: readonly EncodedChange[]): [kinds: string[], keys: string[]] {
  return [changes.map(({ kind }) => kind), changes.map(({ key }) => key)];
}

function nameOf({ kind, key }: { readonly kind: string; readonly key: string }): string {
  return `${kind} ${key}`;
}

function recordOf({ kind, key, value, version, age }: RecordRow): StoredRecord {
  return { kind, key, value: JSON.parse(value), version, ageMs: Math.max(0, Number(age)) };
}

function* batches<T>(list: readonly T[]): Generator<T[]> {
  for (let i = 0; i < list.length; i += BATCH) yield list.slice(i, i + BATCH);
}
