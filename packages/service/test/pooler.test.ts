import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createService, Database } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demoProcess } from './demo/demo-process.js';
import { demo } from './demo/demo-service.js';
import { rowsOf } from '@latchkey/testing/database-client';
import { emptyDatabase } from './demo/empty-database.js';
import { waitUntil as until } from '@latchkey/testing';
import { hasPooler, startPooler } from './demo/pooler.js';

let own: Awaited<ReturnType<typeof emptyDatabase>>;
beforeAll(async () => {
  own = await emptyDatabase();
});
afterAll(() => own?.drop());

const LEFT_BEHIND = `
  SELECT concat_ws(' ', current_setting('lock_timeout'), current_setting('statement_timeout'),
                   current_setting('idle_in_transaction_session_timeout')) AS limits,
         (SELECT string_agg(c, ' ') FROM pg_listening_channels() c) AS channels,
         (SELECT string_agg(mode, ' ') FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory') AS locks
  FROM pg_sleep(0.2)`;
const PARAMETERS = 'extra_float_digits,statement_timeout,idle_in_transaction_session_timeout';
// Skipped where there is no PgBouncer.
const behind = hasPooler ? describe : describe.skip;

behind('behind PgBouncer', () => {
  test.each(['transaction', 'session'])('migrate ends as it does without, in %s mode', async (mode) => {
    await rowsOf(own.url, 'DROP TABLE IF EXISTS note, migrations');
    // Nothing is asked of it at connect that it would refuse.
    const pooler = await startPooler(own.url, mode, 'extra_float_digits');
    try {
      for (const url of [pooler.url, pooler.url, own.url]) {
        const one = demoProcess('migrate.ts', { DATABASE_URL: url, MIGRATE_WAIT: '5' });
        expect(await one.exit).toBe(0);
      }
      // Whoever is given its connections next finds nothing of it there.
      const left = await Promise.all([1, 2, 3].map(() => rowsOf(pooler.url, LEFT_BEHIND)));
      for (const rows of left) expect(rows).toEqual([{ limits: '0 0 0', channels: null, locks: null }]);
    } finally {
      await pooler.stop();
    }
  });

  test.each([
    ['transaction', 'polling'],
    ['session', 'notifications'],
  ])('in %s mode readiness finds that changes come by %s', async (mode, listen) => {
    const pooler = await startPooler(own.url, mode, PARAMETERS);
    const service = await createService(demo, demoEnvironment({ DATABASE_URL: pooler.url }));
    try {
      const db = service.app.get(Database);
      const listener = db.listen('news', () => {});
      const told = async (): Promise<object> => (await fetch(`${service.url}/health/ready`)).json() as Promise<object>;
      await until(() => listener.isConnected);
      // The real bank writes meanwhile; what it asks on the listening connection must not pass for a notification.
      for (let asked = 0; asked < 50; asked++) await listener.query('SELECT 1');
      if (listen === 'notifications') await until(() => db.listening.get('news') === true);
      await sleep(1500);
      expect(await told()).toMatchObject({ checks: { database: { detail: { state: 'writable', listen } } } });
    } finally {
      await service.close();
      await pooler.stop();
    }
  });

  test('a service works in transaction mode: transactions, and a poll where LISTEN hears nothing', async () => {
    const pooler = await startPooler(own.url, 'transaction', PARAMETERS);
    const service = await createService(demo, demoEnvironment({ DATABASE_URL: pooler.url }));
    try {
      expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
      const db = service.app.get(Database);
      const both = (): Promise<unknown> => db.query('INSERT INTO note VALUES (gen_random_uuid())');
      await Promise.all(Array.from({ length: 20 }, () => db.transaction(() => both().then(both))));
      expect(await db.query('SELECT count(*)::integer AS notes FROM note')).toEqual([{ notes: 40 }]);
    } finally {
      await service.close();
      await pooler.stop();
    }
  });

  test('a pooler that refuses what is said at connect is named, with what to set', async () => {
    const pooler = await startPooler(own.url, 'transaction', 'extra_float_digits');
    try {
      const one = demoProcess('main.ts', { DATABASE_URL: pooler.url });
      expect(await one.exit).toBe(1);
      expect(one.output()).toContain('the pooler in front of the database refuses statement_timeout');
      expect(one.output()).toContain('ignore_startup_parameters');
    } finally {
      await pooler.stop();
    }
  });
});
