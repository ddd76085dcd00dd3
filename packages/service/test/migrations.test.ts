import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { createService } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demoProcess } from './demo/demo-process.js';
import { demo } from './demo/demo-service.js';
import { rowsOf } from '@latchkey/testing/database-client';
import { emptyDatabase } from './demo/empty-database.js';
import { TcpProxy } from '@latchkey/testing/tcp-proxy';
import { waitUntil } from '@latchkey/testing';

let database: Awaited<ReturnType<typeof emptyDatabase>>;
beforeAll(async () => {
  database = await emptyDatabase();
});
afterAll(() => database?.drop());

const ready = async (url: string): Promise<unknown> => (await fetch(`${url}/health/ready`)).json();

test('two processes migrate at once and each migration runs once; readiness follows', async () => {
  const service = await createService(demo, demoEnvironment({ DATABASE_URL: database.url }));
  try {
    expect(await ready(service.url)).toMatchObject({
      status: 'not_ready',
      checks: { database: { ok: true }, migrations: { ok: false, detail: { pending: 1 } } },
    });
    // Only the database's address is needed.
    const env = { DATABASE_URL: database.url, PORT: undefined, PUBLIC_URL: undefined };
    const both = [demoProcess('migrate.ts', env), demoProcess('migrate.ts', env)];
    expect(await Promise.all(both.map(({ exit }) => exit))).toEqual([0, 0]);
    // Where the one is slow, the other says that it waits.
    const told = both.map(({ output }) => output().replace(/^demo: waits, .*\n/m, ''));
    expect(told.sort()).toEqual(['demo: ran Notes1700000000000\n', 'demo: schema is up to date\n']);
    expect(await ready(service.url)).toMatchObject({ status: 'ready' });
  } finally {
    await service.close();
  }
});

test('a database that is away is said without the password', async () => {
  const env = { DATABASE_URL: 'postgres://demo:hunter2@127.0.0.1:9/demo', MIGRATE_WAIT: '1' };
  const process = demoProcess('migrate.ts', env);
  expect(await process.exit).toBe(1);
  expect(process.output()).toContain('the database at 127.0.0.1:9 does not answer (ECONNREFUSED). See DATABASE_URL.');
  expect(process.output()).toContain('demo: waits, 1 s at most: the database at 127.0.0.1:9 does not answer');
  expect(process.output()).not.toContain('hunter2');
});

test('a database that is not up yet is waited for, and so is a standby that will be promoted', async () => {
  const proxy = await new TcpProxy(new URL(database.url)).open();
  await proxy.cut();
  const name = new URL(database.url).pathname.slice(1);
  const late = demoProcess('migrate.ts', { DATABASE_URL: proxy.url, MIGRATE_WAIT: '60' });
  await waitUntil(() => late.output().includes('does not answer'));
  await rowsOf(database.url, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  await proxy.open();
  await waitUntil(() => late.output().includes('the database is read-only'));
  await rowsOf(process.env.TEST_DATABASE_URL!, `ALTER DATABASE ${name} RESET ALL`);
  expect(await late.exit).toBe(0);
  expect(late.output()).toContain('demo: schema is up to date');
  await proxy.cut();
});

test('what waiting does not mend ends at once', async () => {
  const env = { DATABASE_URL: database.url.replace(/:[^:@/]+@/, ':wrong@') };
  const refused = demoProcess('migrate.ts', env);
  expect(await refused.exit).toBe(1);
  expect(refused.output()).toContain('the database refuses the login');
  expect(refused.output()).not.toContain('waits');
});

async function withSession<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: database.url, application_name: 'left behind' });
  await client.connect();
  return work(client).finally(() => client.end());
}

const migrateOnce = (over: NodeJS.ProcessEnv = {}) =>
  demoProcess('migrate.ts', { DATABASE_URL: database.url, MIGRATE_WAIT: '1', ...over });

test('a lock that somebody keeps is waited for aloud, then given up with who holds it and what to do', async () => {
  await withSession(async (client) => {
    // What releases before this one took, and what a pooled connection may have kept of it.
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const waiting = migrateOnce({ MIGRATE_WAIT: '2' });
    expect(await waiting.exit).toBe(1);
    const holder = `session ${rows[0]!.pid} (application left behind, from 127.0.0.1, idle, since 2`;
    expect(waiting.output()).toContain(`demo: waits, 2 s at most, for another migration: ${holder}`);
    expect(waiting.output()).toContain(`another migration has held the lock for more than 2 s: ${holder}`);
    expect(waiting.output()).toContain(`SELECT pg_terminate_backend(${rows[0]!.pid})`);
    expect(waiting.output()).not.toContain('    at ');
  });
  const free = migrateOnce();
  expect([await free.exit, free.output()]).toEqual([0, 'demo: schema is up to date\n']);
});

test('the lock belongs to a transaction, so that a pooler cannot keep it', async () => {
  await rowsOf(database.url, 'DROP TABLE note; DELETE FROM migrations');
  const running = migrateOnce();
  await withSession(async (client) => {
    const holders = async () =>
      (
        await client.query<{ state: string }>(
          `SELECT a.state FROM pg_locks l JOIN pg_stat_activity a USING (pid)
           WHERE l.locktype = 'advisory' AND a.datname = current_database()`,
        )
      ).rows;
    const seen = new Set<string>();
    let isOver = false;
    void running.exit.then(() => (isOver = true));
    while (!isOver) for (const { state } of await holders()) seen.add(state);
    expect([...seen]).not.toContain('idle');
    expect([...seen]).toContain('idle in transaction');
    expect(await holders()).toEqual([]);
  });
  expect(await running.exit).toBe(0);
});

test('a table that others use is waited for aloud, and not for ever', async () => {
  await rowsOf(database.url, 'DROP TABLE note; DELETE FROM migrations');
  await withSession(async (client) => {
    await client.query('BEGIN; CREATE TABLE note (title text)');
    const waiting = migrateOnce({ MIGRATE_WAIT: '3' });
    expect(await waiting.exit).toBe(1);
    expect(waiting.output()).toMatch(/a migration waits for a lock: session \d+ \(application left behind/);
    expect(waiting.output()).toContain('a migration has waited 3 s for a table that others use');
  });
  expect(await migrateOnce().exit).toBe(0);
});

const lockKey = createHash('sha256').update('latchkey-migrate').digest().readBigInt64BE().toString();
