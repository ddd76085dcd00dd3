import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';

/**
 * Runs pending migrations, each in its own transaction. An advisory lock on a connection of its own lets one process at a
 * time through; it ends with that connection, so a killed process leaves nothing behind.
 *
 * @returns names of the migrations that this call ran
 */
export async function runMigrations(options: DataSourceOptions, url: string): Promise<readonly string[]> {
  const lock = new Client({
    connectionString: url,
    application_name: 'latchkey-migrate',
    connectionTimeoutMillis: 10_000,
  });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [lockKey('latchkey-migrate')]);
    return await run(options);
  } finally {
    await lock.end();
  }
}

async function run(options: DataSourceOptions): Promise<readonly string[]> {
  // A migration may rewrite a large table, so the limits of requests do not apply to it.
  const patient = { ...options, extra: { statement_timeout: 0 } } as DataSourceOptions;
  const dataSource = await new DataSource(patient).initialize();
  try {
    return (await dataSource.runMigrations({ transaction: 'each' })).map(({ name }) => name);
  } finally {
    await dataSource.destroy();
  }
}

// Advisory locks have 64-bit names; the lock is per database already.
function lockKey(name: string): string {
  return createHash('sha256').update(name).digest().readBigInt64BE().toString();
}
