import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { cpuMs } from './process-usage.ts';

/** What a database server says of itself; the bench reads it next to a round. */
export class Postgres {
  readonly #client: pg.Client;
  readonly #database: string;

  private constructor(client: pg.Client, database: string) {
    this.#client = client;
    this.#database = database;
  }

  static async connect(url: string): Promise<Postgres> {
    const client = new pg.Client({ connectionString: url, application_name: 'bench' });
    // After a failure the databases are dropped with their connections; the failure is what is to be told.
    client.on('error', () => {});
    await client.connect();
    return new Postgres(client, new URL(url).pathname.slice(1));
  }

  async query<R extends pg.QueryResultRow>(sql: string, params: unknown[] = []): Promise<R[]> {
    return (await this.#client.query<R>(sql, params)).rows;
  }

  close(): Promise<void> {
    return this.#client.end();
  }

  async setting(name: string): Promise<string> {
    const [row] = await this.query<{ value: string }>('SELECT current_setting($1) AS value', [name]);
    return row!.value;
  }

  /** Transactions in this database so far, the server's count of which may be a second old. */
  async transactions(): Promise<number> {
    const sql = 'SELECT (xact_commit + xact_rollback)::float8 AS count FROM pg_stat_database WHERE datname = $1';
    return (await this.query<{ count: number }>(sql, [this.#database]))[0]!.count;
  }

  /** Of the whole server: bytes of write-ahead log so far, and how often it was flushed to the disk. */
  async log(): Promise<{ bytes: number; flushes: number }> {
    const [row] = await this.query<{ bytes: number; flushes: number }>(`
      SELECT (SELECT wal_bytes FROM pg_stat_wal)::float8 AS bytes,
             (SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal')::float8 AS flushes`);
    return row!;
  }

  /** What each connection that is at work in this database does at this moment: the event it waits for, or CPU. */
  async atWork(): Promise<string[]> {
    const sql = `
      SELECT coalesce(wait_event_type || ':' || wait_event, 'CPU') AS what FROM pg_stat_activity
      WHERE datname = $1 AND state = 'active' AND pid <> pg_backend_pid()`;
    return (await this.query<{ what: string }>(sql, [this.#database])).map(({ what }) => what);
  }

  /** Processor time so far, in milliseconds: of this database's connections, and of the server's other processes. */
  async cpu(): Promise<{ backends: number; background: number }> {
    const [own] = await this.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const postmaster = parentOf(own!.pid);
    const used = { backends: 0, background: 0 };
    for (const pid of readdirSync('/proc').map(Number)) {
      if (!pid || pid === own!.pid || parentOf(pid) !== postmaster) continue;
      const title = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
      const kind = title.includes(` ${this.#database} `) ? 'backends' : 'background';
      // Other databases' connections belong to neither.
      if (kind === 'backends' || !/\(\d+\)/.test(title)) used[kind] += cpuMs(pid);
    }
    return used;
  }
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    // It ended meanwhile.
    return Number.NaN;
  }
}
