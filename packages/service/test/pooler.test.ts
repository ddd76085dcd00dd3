import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createService, Database } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demoProcess } from './demo/demo-process.js';
import { demo } from './demo/demo-service.js';
import { rowsOf } from '@latchkey/testing/database-client';
import { emptyDatabase } from './demo/empty-database.js';
import { hasPooler, startPooler } from './demo/pooler.js';

let own: Awaited<ReturnType<typeof emptyDatabase>>;
beforeAll(async () => {
  own = await emptyDatabase();
});
afterAll(() => own?.drop());

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
    } finally {
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
