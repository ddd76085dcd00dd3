import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createService, Database } from '../src/index.js';
import type { RunningService } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demo } from './demo/demo-service.js';
import type { DemoConfig } from './demo/demo-service.js';
import { rowsOf } from '@latchkey/testing/database-client';
import { emptyDatabase } from './demo/empty-database.js';
import { TcpProxy } from '@latchkey/testing/tcp-proxy';

let database: Awaited<ReturnType<typeof emptyDatabase>>;
let service: RunningService<DemoConfig>;
beforeAll(async () => {
  database = await emptyDatabase();
  await rowsOf(database.url, 'CREATE TABLE note (title text PRIMARY KEY)');
  service = await createService(demo, demoEnvironment({ DATABASE_URL: database.url }));
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const titles = async (): Promise<string[]> =>
  (await service.app.get(Database).query<{ title: string }[]>('SELECT title FROM note ORDER BY 1')).map(
    ({ title }) => title,
  );

describe('a transaction', () => {
  test('keeps all or nothing, and nested ones join it', async () => {
    const db = service.app.get(Database);
    const insert = (title: string): Promise<unknown> => db.query('INSERT INTO note VALUES ($1)', [title]);
    await db.transaction(async () => {
      await insert('a');
      await db.transaction(() => insert('b'));
    });
    const failing = db.transaction(async () => {
      await db.transaction(() => insert('c'));
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await titles()).toEqual(['a', 'b']);
  });

  test('is not joined by work that runs at the same time', async () => {
    const db = service.app.get(Database);
    const meanwhile = (async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return titles();
    })();
    await db.transaction(async () => {
      await db.query("INSERT INTO note VALUES ('mine')");
      expect(await titles()).toContain('mine');
      expect(await meanwhile).not.toContain('mine');
    });
  });
});

describe('a busy database', () => {
  test('costs a caller at most 2 s of waiting, then 503 with Retry-After', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const db = service.app.get(Database);
    const { poolSize } = db.dataSource.options as { poolSize: number };
    const taken = Array.from({ length: poolSize }, () => Promise.withResolvers<void>());
    const holding = taken.map(({ resolve }) =>
      db.transaction(() => db.query('SELECT 1').then(() => (resolve(), released))),
    );
    await Promise.all(taken.map(({ promise }) => promise));
    const started = performance.now();
    const refused = await fetch(`${service.url}/api/sleep/0`);
    const ms = performance.now() - started;
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(await refused.json()).toMatchObject({ code: 'database_unavailable' });
    expect(ms).toBeGreaterThan(1500);
    // Connections in a transaction that does nothing are taken away after 10 s.
    expect(ms).toBeLessThan(8000);
    release();
    await Promise.all(holding);
    expect((await fetch(`${service.url}/api/sleep/0`)).status).toBe(200);
  });

  test('a statement ends after 5 s', async () => {
    const started = performance.now();
    const answer = await fetch(`${service.url}/api/sleep/20`);
    expect(answer.status).toBe(503);
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe('a database that is away', () => {
  test('lets the service start not ready, and heal by itself', async () => {
    const proxy = await new TcpProxy(new URL(database.url)).open();
    await proxy.cut();
    const late = await createService(demo, demoEnvironment({ DATABASE_URL: proxy.url }));
    try {
      expect((await fetch(`${late.url}/health/live`)).status).toBe(200);
      expect((await fetch(`${late.url}/health/ready`)).status).toBe(503);
      const refused = await fetch(`${late.url}/api/sleep/0`);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
      await proxy.open();
      await until(async () => (await fetch(`${late.url}/api/sleep/0`)).status === 200);
      await proxy.cut();
      expect((await fetch(`${late.url}/api/sleep/0`)).status).toBe(503);
      expect((await fetch(`${late.url}/api/hello`)).status).toBe(200);
      await proxy.open();
      await until(async () => (await fetch(`${late.url}/api/sleep/0`)).status === 200);
    } finally {
      await late.close();
      await proxy.cut();
    }
  });
});

describe('a database that hangs', () => {
  test('is found out by readiness, and no later request waits on a connection that was made before', async () => {
    const proxy = await new TcpProxy(new URL(database.url)).open();
    const one = await createService(demo, demoEnvironment({ DATABASE_URL: proxy.url }));
    const ask = (seconds: number): Promise<unknown> => one.app.get(Database).query('SELECT pg_sleep($1)', [seconds]);
    const told = async (): Promise<unknown> => (await fetch(`${one.url}/health/ready`)).json();
    try {
      await Promise.all([1, 2, 3, 4, 5].map(() => ask(0.1)));
      proxy.hold();
      const warning = expect.stringContaining('does not answer');
      const expected = { ok: false, detail: { state: 'unreachable', host: null, warning } };
      expect(await told()).toMatchObject({ checks: { database: expected } });
      // The time that a new connection may take; on an old one it would be the 6 s of a statement.
      const begun = performance.now();
      await expect(ask(0)).rejects.toThrow();
      expect(performance.now() - begun).toBeLessThan(4000);
      proxy.release();
      await until(async () => ask(0).then(() => true));
    } finally {
      await one.close();
      await proxy.cut();
    }
  });
});

describe('a database that its operator has closed', () => {
  test('is away, and heals by itself', async () => {
    const server = process.env.TEST_DATABASE_URL!;
    const name = new URL(database.url).pathname.slice(1);
    const statusOf = async (): Promise<number> => (await fetch(`${service.url}/api/sleep/0`)).status;
    await rowsOf(server, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await rowsOf(server, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
    expect([await statusOf(), await statusOf()]).toEqual([503, 503]);
    await rowsOf(server, `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await until(async () => (await statusOf()) === 200);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('not healed within a minute');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
