import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { createService, Database } from '../src/index.js';
import type { Listener, RunningService } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demo } from './demo/demo-service.js';
import type { DemoConfig } from './demo/demo-service.js';
import { rowsOf } from '@latchkey/testing/database-client';
import { emptyDatabase } from './demo/empty-database.js';

let own: Awaited<ReturnType<typeof emptyDatabase>>;
let name: string;
let service: RunningService<DemoConfig>;
let listener: Listener;
let heard = 0;
beforeAll(async () => {
  own = await emptyDatabase();
  name = new URL(own.url).pathname.slice(1);
  await rowsOf(own.url, 'CREATE TABLE note (title text PRIMARY KEY); CREATE TABLE migrations (name text)');
  await rowsOf(own.url, "INSERT INTO migrations VALUES ('Notes1700000000000')");
  service = await createService(demo, demoEnvironment({ DATABASE_URL: own.url }));
  listener = service.app.get(Database).listen('news', () => void heard++);
});
afterAll(async () => {
  await service?.close();
  await own?.drop();
});

const server = process.env.TEST_DATABASE_URL!;
/** Connections made from now on are to a server that takes no writes, or to one that does. */
const setReadOnly = (isReadOnly: boolean) =>
  rowsOf(server, `ALTER DATABASE ${name} ${isReadOnly ? 'SET default_transaction_read_only = on' : 'RESET ALL'}`);
const endConnections = () =>
  rowsOf(server, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
const ready = async (): Promise<number> => (await fetch(`${service.url}/health/ready`)).status;
const reads = async (): Promise<number> => (await fetch(`${service.url}/api/sleep/0`)).status;
const { host } = new URL(server);
const told = async (): Promise<unknown> =>
  ((await (await fetch(`${service.url}/health/ready`)).json()) as { checks: { database: unknown } }).checks.database;
const figure = async (metric: string): Promise<string | undefined> => {
  const lines = (await (await fetch(`${service.url}/metrics`)).text()).split('\n');
  return lines.find((line) => line.startsWith(`${metric} `))?.slice(metric.length + 1);
};
const write = (): Promise<unknown> =>
  service.app.get(Database).query("INSERT INTO note VALUES (gen_random_uuid()) RETURNING 'written'");

beforeEach(async () => {
  await setReadOnly(false);
  await until(async () => (await ready()) === 200 && listener.isConnected);
});

describe('a failover after which the name still leads to the demoted server', () => {
  test('makes the service not ready, and it is well as soon as the name leads to the new primary', async () => {
    await setReadOnly(true);
    await endConnections();
    await until(async () => (await ready()) === 503);
    expect(await reads()).toBe(503);
    expect(await told()).toMatchObject({ ok: false, detail: { state: 'read_only', host, listen: 'polling' } });
    expect(await figure('latchkey_database_writable')).toBe('0');
    expect(await figure('latchkey_database_listening{channel="news"}')).toBe('0');
    await expect(write()).rejects.toMatchObject({ code: '25006' });
    await until(() => !listener.isConnected);
    await setReadOnly(false);
    // No connection to the demoted server was kept, so the very next statement is right.
    expect(await write()).toEqual([{ '?column?': 'written' }]);
    expect(await ready()).toBe(200);
    const before = heard;
    await until(() => listener.isConnected);
    await rowsOf(own.url, "SELECT pg_notify('news', '')");
    await until(() => heard > before);
    await until(async () => (await figure('latchkey_database_listening{channel="news"}')) === '1');
    expect(await figure('latchkey_database_writable')).toBe('1');
    const { username: name } = new URL(own.url);
    expect(await told()).toEqual({
      ok: true,
      detail: {
        state: 'writable',
        host,
        listen: 'notifications',
        offsetSeconds: expect.any(Number),
        role: { name, ownsTables: true, superuser: expect.any(Boolean) },
        inRecovery: false,
        serverVersion: expect.stringMatching(/^\d+\.\d+$/),
      },
    });
  });

  test('lets a service start not ready, and become ready by itself', async () => {
    await setReadOnly(true);
    const late = await createService(demo, demoEnvironment({ DATABASE_URL: own.url }));
    try {
      const { checks } = (await (await fetch(`${late.url}/health/ready`)).json()) as { checks: object };
      expect(checks).toMatchObject({ database: { ok: false, detail: { state: 'read_only', host } } });
      await setReadOnly(false);
      await until(async () => (await fetch(`${late.url}/health/ready`)).status === 200);
    } finally {
      await late.close();
    }
  });
});

describe('a server that is made read-only under open connections', () => {
  test('loses them all at the first write that it refuses', async () => {
    const db = service.app.get(Database);
    // Three connections that were made while it could be written to, and are read-only now.
    const all = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
    const { promise: made, resolve: go } = Promise.withResolvers<void>();
    const demoted = all.map(({ resolve }) =>
      db.transaction(async () => {
        await db.query("SELECT set_config('default_transaction_read_only', 'on', false)");
        resolve();
        await made;
      }),
    );
    await Promise.all(all.map(({ promise }) => promise));
    go();
    await Promise.all(demoted);
    const refused = await write().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refused === undefined || (refused as { code?: string }).code === '25006').toBe(true);
    for (let one = 0; one < 6; one++) expect(await write()).toEqual([{ '?column?': 'written' }]);
  });

  test('is found out without any traffic, also by the connection that listens', async () => {
    const before = await backends();
    await service.app.get(Database).query("SELECT set_config('default_transaction_read_only', 'on', false)");
    await listener.query("SELECT set_config('default_transaction_read_only', 'on', false)");
    await until(async () => !(await backends()).some((pid) => before.includes(pid)) && listener.isConnected);
    expect(await write()).toEqual([{ '?column?': 'written' }]);
  });
});

describe('a connection', () => {
  test('that is given back in the middle of a transaction is not handed out again', async () => {
    const runner = service.app.get(Database).dataSource.createQueryRunner();
    await runner.query('BEGIN');
    const pid = await pidOf(runner.query('SELECT pg_backend_pid() AS pid'));
    await runner.release();
    for (let one = 0; one < 6; one++) {
      expect(await pidOf(service.app.get(Database).query('SELECT pg_backend_pid() AS pid'))).not.toBe(pid);
    }
  });
});

const pidOf = async (rows: Promise<unknown>): Promise<number> => ((await rows) as { pid: number }[])[0]!.pid;

async function backends(): Promise<number[]> {
  const client = new Client({ connectionString: server });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity WHERE datname = $1', [name]);
  await client.end();
  return rows.map(({ pid }) => pid);
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('not so within half a minute');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
