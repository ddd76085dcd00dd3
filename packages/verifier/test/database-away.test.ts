import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { asOwner, TcpProxy, testDatabase, waitUntil, type TestDatabase } from '@latchkey/testing';
import { withClient } from '@latchkey/testing/database-client';
import pg from 'pg';
import { PostgresStore } from '../src/storage/postgres-store.js';
import { StoreError } from '../src/storage/store-error.js';

let database: TestDatabase;
let opened: PostgresStore[] = [];
beforeAll(async () => {
  database = await testDatabase();
});
afterEach(async () => {
  await Promise.all(opened.map((store) => store.close()));
  opened = [];
});
afterAll(() => database?.drop());

function open(options: ConstructorParameters<typeof PostgresStore>[0]): PostgresStore {
  const store = new PostgresStore(options);
  opened.push(store);
  return store;
}
const put = (store: PostgresStore, key: string, kind = 'a') => store.write([{ kind, key, value: key }]);
const keys = async (store: PostgresStore): Promise<string[]> =>
  (await store.read('a')).map(({ key }) => key).toSorted();
const endAll = () =>
  asOwner(
    database,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );

test('a store bears that the server ends its connections, idle or listening, and hears again', async () => {
  const store = open({ connectionString: database.url, table: 'ended' });
  let heard = 0;
  store.watch(() => (heard += 1));
  await waitUntil(async () => (await put(store, 'a')) && heard > 0);
  await Promise.all(Array.from({ length: 8 }, () => store.read('a')));
  await endAll();
  expect(await keys(store)).toEqual(['a']);
  const before = heard;
  await waitUntil(async () => (await put(store, 'b')) && heard > before);
});

test('work under way when the server ends its connection is rejected, or done again, and never half done', async () => {
  const store = open({ connectionString: database.url, table: 'underway' });
  await put(store, 'a');
  const writes = Array.from({ length: 40 }, async (_, i) => {
    await sleep(i * 5);
    return store.write(['x', 'y'].map((half) => ({ kind: 'pairs', key: `${half}${i}`, value: i })));
  });
  const settled = Promise.allSettled(writes);
  for (let i = 0; i < 5; i += 1) {
    await sleep(30);
    await endAll();
  }
  for (const one of await settled) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(StoreError);
  const written = new Set((await store.read('pairs')).map(({ key }) => key));
  for (const key of written)
    expect(written).toContain(key.startsWith('x') ? key.replace('x', 'y') : key.replace('y', 'x'));
  expect(written.size).toBeGreaterThan(0);
});

test('while the database is away everything is rejected soon and says why, and afterwards it is found again', async () => {
  const proxy = await new TcpProxy(new URL(database.url)).open();
  const store = open({ connectionString: proxy.url, table: 'away' });
  await put(store, 'a');
  await proxy.cut();
  const before = performance.now();
  await expect(store.read('a')).rejects.toThrow(/^PostgreSQL does not answer the store: .*ECONNREFUSED/);
  await expect(put(store, 'b')).rejects.toThrow(StoreError);
  expect(performance.now() - before).toBeLessThan(10_000);
  await proxy.open();
  expect(await keys(store)).toEqual(['a']);
  await store.close();
  await proxy.cut();
});

test('while somebody holds the table everything is rejected soon, and afterwards goes on', async () => {
  const store = open({ connectionString: database.url, table: 'held' });
  await put(store, 'a');
  await withClient(database.url, async (holder) => {
    await holder.query('BEGIN; LOCK TABLE held');
    const before = performance.now();
    await expect(store.read('a')).rejects.toThrow(/lock timeout/);
    expect(performance.now() - before).toBeLessThan(8_000);
    await holder.query('ROLLBACK');
  });
  expect(await keys(store)).toEqual(['a']);
});

test('a server that falls silent is given up, and the store closes all the same', async () => {
  const proxy = await new TcpProxy(new URL(database.url)).open();
  const store = open({ connectionString: proxy.url, table: 'silent' });
  store.watch(() => undefined);
  await put(store, 'a');
  proxy.hold();
  const before = performance.now();
  // One on a connection that is there, one on a new one.
  await Promise.all([
    expect(store.read('a')).rejects.toThrow('PostgreSQL did not answer within 8 seconds'),
    expect(store.read('a')).rejects.toThrow(StoreError),
  ]);
  await store.close();
  expect(performance.now() - before).toBeLessThan(20_000);
  await proxy.cut();
});

test('a pool of the service is used, kept open, and may hand each transaction another connection', async () => {
  const pool = new pg.Pool({ connectionString: database.url, max: 2, idleTimeoutMillis: 1 });
  const store = open({ pool, table: 'lent' });
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => put(store, key)));
  await endAll();
  expect(await keys(store)).toEqual(['a', 'b', 'c', 'd', 'e']);
  await store.close();
  expect((await pool.query('SELECT count(*)::int AS count FROM lent')).rows).toEqual([{ count: 5 }]);
  expect(pool.listenerCount('error')).toBe(0);
  await pool.end();
});

test('a role that may create nothing is told so, and works with a table that another has created', async () => {
  const runtime = process.env['TEST_RUNTIME_DATABASE_URL'];
  if (runtime === undefined) return;
  const url = new URL(runtime);
  url.pathname = new URL(database.url).pathname;
  await asOwner(database, 'REVOKE CREATE ON SCHEMA public FROM PUBLIC');
  const store = open({ connectionString: url.href, table: 'foreign_table' });
  await expect(put(store, 'a')).rejects.toThrow(/may not use or create foreign_table: let its owner create it/);
  await put(open({ connectionString: database.ownerUrl, table: 'foreign_table' }), 'a');
  await expect(put(store, 'a')).rejects.toThrow(/may not use or create/);
  await asOwner(
    database,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON foreign_table TO "${decodeURIComponent(url.username)}"`,
  );
  expect([await put(store, 'b'), await keys(store)]).toEqual([true, ['a', 'b']]);
});

test('a table that is gone, as after a restored backup, is created again by the next one who needs it', async () => {
  const store = open({ connectionString: database.url, table: 'gone' });
  await put(store, 'a');
  await asOwner(database, 'DROP TABLE gone');
  await expect(put(store, 'b')).rejects.toThrow(StoreError);
  expect([await put(store, 'c'), await keys(store)]).toEqual([true, ['c']]);
});

test.each([
  ['no URL at all', 'postgres://user:hunter2@:port/x'],
  ['a host that nobody knows', 'postgres://user:hunter2@nowhere.invalid/x'],
  ['a port where nobody listens', 'postgres://user:hunter2@127.0.0.1:9/x'],
])('no error tells the password of a connectionString with %s', async (_, connectionString) => {
  const error = await open({ connectionString })
    .read('a')
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StoreError);
  expect(JSON.stringify([(error as Error).message, String((error as Error).cause)])).not.toContain('hunter2');
});

test.each(['', 'Records', 'a-b', 'a"b', 'a.b.c', 'x'.repeat(51), "a'; DROP TABLE a"])(
  'a table is not named %j',
  (table) => {
    expect(() => new PostgresStore({ connectionString: database.url, table })).toThrow(TypeError);
  },
);

test('a table may stand in a schema', async () => {
  await asOwner(database, 'CREATE SCHEMA latchkey');
  const store = open({ connectionString: database.url, table: 'latchkey.records' });
  expect([await put(store, 'a'), await keys(store)]).toEqual([true, ['a']]);
});

test('without the package pg the store says what to install, and the others work', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-without-pg-'));
  const hide = `import { registerHooks } from 'node:module';
    registerHooks({ resolve(name, context, next) {
      if (name === 'pg') throw Object.assign(new Error('not found'), { code: 'ERR_MODULE_NOT_FOUND' });
      return next(name, context);
    } });`;
  const entry = new URL('../dist/storage/stores.js', import.meta.url).href;
  const code = `${hide}
    const { FolderStore, PostgresStore } = await import('${entry}');
    console.log(JSON.stringify(await new FolderStore('${folder}').read('a')));
    await new PostgresStore({ connectionString: 'postgres://127.0.0.1/x' }).read('a').catch(({ message }) => console.log(message));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(stdout.trim().split('\n')).toEqual(['[]', 'PostgresStore needs the package pg: npm install pg']);
});
