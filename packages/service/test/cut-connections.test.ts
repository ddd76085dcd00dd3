import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parseDatabaseUrl } from '../src/config/database-url.js';
import type { DatabaseClient } from '../src/database/database-client.js';
import { DatabasePool } from '../src/database/database-pool.js';
import { withClient } from '../src/database/database-roles.js';
import { rowsOf } from '@latchkey/testing/database-client';
import { emptyDatabase } from './demo/empty-database.js';

let own: Awaited<ReturnType<typeof emptyDatabase>>;
beforeEach(async () => void (own = await emptyDatabase()));
afterEach(() => own.drop());

// An 'error' that nobody hears is thrown out of the event loop, which fails the test and ends a service.
const cutWhileWorking = async (client: Pick<DatabaseClient, 'query'>): Promise<unknown> => {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const work = client.query('SELECT pg_sleep(60)').catch((error: Error) => error);
  await rowsOf(own.url, `SELECT pg_terminate_backend(${rows[0]!.pid})`);
  return work;
};

test('a connection that is cut while its holder works fails the statement and nothing else', async () => {
  const pool = new DatabasePool(parseDatabaseUrl(own.url));
  const client = await pool.connect();
  expect(await cutWhileWorking(client)).toBeInstanceOf(Error);
  client.release();
  await pool.state();
  await pool.end();
});

test('a connection that is cut while its holder thinks fails the next statement and nothing else', async () => {
  const pool = new DatabasePool(parseDatabaseUrl(own.url));
  const client = await pool.connect();
  const ended = new Promise((resolve) => client.once('end', resolve));
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await rowsOf(own.url, `SELECT pg_terminate_backend(${rows[0]!.pid})`);
  await ended;
  await expect(client.query('SELECT 1')).rejects.toThrow();
  client.release();
  await pool.state();
  await pool.end();
});

test('a connection of its own that is cut fails its work and nothing else', async () => {
  expect(await withClient(parseDatabaseUrl(own.url), cutWhileWorking)).toBeInstanceOf(Error);
});
