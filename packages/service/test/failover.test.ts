import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startEmbeddedPostgres, startStandby, type EmbeddedPostgres, type Standby } from '@latchkey/postgres';
import { waitUntil as until } from '@latchkey/testing';
import { rowsOf } from '@latchkey/testing/database-client';
import { freePort } from '@latchkey/testing/free-port';
import { createService, Database } from '../src/index.js';
import type { Listener, RunningService } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demo } from './demo/demo-service.js';
import type { DemoConfig } from './demo/demo-service.js';

// A real primary and a real standby that follows it by streaming; one URL names both, the standby first.
const folder = mkdtempSync(join(tmpdir(), 'latchkey-failover-'));
const dataDir = join(folder, 'primary');
let primary: EmbeddedPostgres;
let standby: Standby;
let service: RunningService<DemoConfig>;
let listener: Listener;
let heard = 0;
beforeAll(async () => {
  primary = await startEmbeddedPostgres({ dataDir, port: await freePort(), databases: ['bank'], durable: false });
  const [one, other] = [new URL(primary.ownerUrl('bank')), await freePort()];
  await rowsOf(one.href, 'CREATE TABLE note (title text PRIMARY KEY); CREATE TABLE migrations (name text)');
  await rowsOf(one.href, "INSERT INTO migrations VALUES ('Notes1700000000000')");
  standby = await startStandby({ dataDir, adminUrl: primary.adminUrl }, join(folder, 'standby'), other);
  // What is acknowledged has reached the standby.
  await rowsOf(primary.adminUrl, "ALTER SYSTEM SET synchronous_standby_names = '*'");
  await rowsOf(primary.adminUrl, 'SELECT pg_reload_conf()');
  const url = one.href.replace(one.host, `127.0.0.1:${other},${one.host}`);
  service = await createService(demo, demoEnvironment({ DATABASE_URL: url }));
  listener = service.app.get(Database).listen('news', () => void heard++);
}, 60_000);
afterAll(async () => {
  await service?.close();
  await primary?.stop();
  await standby?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const told = async (): Promise<object> =>
  ((await (await fetch(`${service.url}/health/ready`)).json()) as { checks: { database: object } }).checks.database;

test('a service goes on with the standby that is promoted, within 6 s and without losing what it acknowledged', async () => {
  const db = service.app.get(Database);
  const at = (server: EmbeddedPostgres): string => new URL(server.adminUrl).host;
  await until(() => db.listening.get('news') === true);
  expect(await told()).toMatchObject({ ok: true, detail: { state: 'writable', host: at(primary), inRecovery: false } });
  const acknowledged: string[] = [];
  const isOver = new AbortController();
  let longest = 0;
  const writers = Array.from({ length: 4 }, async () => {
    let last = performance.now();
    while (!isOver.signal.aborted) {
      const title = randomUUID();
      await db.query('INSERT INTO note VALUES ($1)', [title]).then(
        () => {
          acknowledged.push(title);
          longest = Math.max(longest, performance.now() - last);
          last = performance.now();
        },
        () => sleep(20),
      );
    }
  });
  await until(() => acknowledged.length > 100);
  await primary.kill();
  await until(async () => {
    const { ok, detail } = (await told()) as { ok: boolean; detail: { state: string; host: string } };
    return !ok && detail.state === 'read_only' && detail.host === at(standby);
  });
  await standby.promote();
  const promoted = performance.now();
  const before = acknowledged.length;
  await until(() => acknowledged.length > before + 50);
  expect(performance.now() - promoted).toBeLessThan(5000);
  isOver.abort();
  await Promise.all(writers);
  expect(longest).toBeLessThan(6000);
  const kept = new Set((await db.query<{ title: string }[]>('SELECT title FROM note')).map(({ title }) => title));
  expect(acknowledged.filter((title) => !kept.has(title))).toEqual([]);
  await until(async () => ((await told()) as { ok: boolean }).ok);
  expect(await told()).toMatchObject({ detail: { state: 'writable', host: at(standby), inRecovery: false } });
  await until(() => listener.isConnected);
  const calls = heard;
  await rowsOf(standby.ownerUrl('bank'), "SELECT pg_notify('news', '')");
  await until(() => heard > calls);
});
