import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import { awaitDatabase } from './await-database.js';
import { DatabaseClient } from './database-client.js';
import { MigrationBlockedError, describeHolder } from './migration.errors.js';
import type { LockHolder } from './migration.errors.js';

const TRY_EVERY_MS = 250;
const SAY_AFTER_MS = 1000;

/** How long a migration waits for the database, for another migration and for tables in use, and where it says so. */
export interface Patience {
  readonly seconds: number;
  readonly log: (line: string) => void;
}

// Who holds the lock, as far as the role may see it. Its 64 bits stand in two columns.
const HOLDER = `
  SELECT l.pid, a.application_name AS application, host(a.client_addr) AS address, a.state,
         to_char(coalesce(a.xact_start, a.state_change) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since
  FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (l.classid::bigint << 32) | l.objid::bigint = $1::bigint`;

// Who keeps a migration from the lock that it waits for.
const BLOCKER = `
  SELECT b.pid, b.application_name AS application, host(b.client_addr) AS address, b.state,
         to_char(coalesce(b.xact_start, b.state_change) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since
  FROM pg_stat_activity m, unnest(pg_blocking_pids(m.pid)) AS blocking(pid)
  JOIN pg_stat_activity b ON b.pid = blocking.pid
  WHERE m.datname = current_database() AND m.application_name = $1 AND m.wait_event_type = 'Lock'`;

/**
 * Does the work while no other process does the same. The lock belongs to a transaction that is open meanwhile, not to a
 * session: a pooler that hands connections on after each transaction does not keep it.
 *
 * @throws MigrationBlockedError when another process has held it for too long
 */
export async function underMigrationLock<T>(
  config: ClientConfig,
  patience: Patience,
  work: (client: DatabaseClient) => Promise<T>,
): Promise<T> {
  const client = await awaitDatabase(patience, () => connectWritable(config));
  try {
    await client.query('BEGIN');
    // A long migration leaves this transaction idle.
    await client.query("SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = '10s'");
    await takeLock(client, patience);
    const stop = reportBlockers(client, config.application_name ?? '', patience.log);
    try {
      return await work(client);
    } finally {
      await stop();
    }
  } finally {
    await client.query('COMMIT').catch(() => undefined);
    await client.end();
  }
}

async function connectWritable(config: ClientConfig): Promise<DatabaseClient> {
  const client = new DatabaseClient({ ...config, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    await client.requireWritable();
    return client;
  } catch (error) {
    void client.end().catch(() => undefined);
    throw error;
  }
}

async function takeLock(client: DatabaseClient, { seconds, log }: Patience): Promise<void> {
  const began = performance.now();
  let said = false;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS taken', [KEY]);
    if (rows[0]?.taken === true) return;
    const waited = performance.now() - began;
    if (!said && waited > SAY_AFTER_MS) {
      said = true;
      log(`waits, ${seconds} s at most, for another migration: ${describeHolder(await holderOf(client))}`);
    }
    if (waited > seconds * 1000) throw new MigrationBlockedError(seconds, await holderOf(client));
    await sleep(TRY_EVERY_MS);
  }
}

async function holderOf(client: DatabaseClient): Promise<LockHolder | undefined> {
  return (await client.query<LockHolder>(HOLDER, [KEY])).rows[0];
}

// A migration that waits for a table says whom it waits for.
function reportBlockers(client: DatabaseClient, application: string, log: Patience['log']): () => Promise<void> {
  const ending = new AbortController();
  const seen = new Set<number>();
  const look = async (): Promise<void> => {
    for (const holder of (await client.query<LockHolder>(BLOCKER, [application])).rows) {
      if (seen.has(holder.pid)) continue;
      seen.add(holder.pid);
      log(`a migration waits for a lock: ${describeHolder(holder)}`);
    }
  };
  const running = (async () => {
    while (!ending.signal.aborted) {
      await sleep(SAY_AFTER_MS, undefined, { signal: ending.signal }).catch(() => undefined);
      if (!ending.signal.aborted) await look().catch(() => undefined);
    }
  })();
  return () => {
    ending.abort();
    return running;
  };
}

// Advisory locks have 64-bit names; the lock is per database already.
const KEY = createHash('sha256').update('latchkey-migrate').digest().readBigInt64BE().toString();
