import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowsOf } from '@latchkey/testing/database-client';
import { createService, dataSourceOptions, runMigrations } from '../src/index.js';
import { Notes1700000000000 } from './demo/demo.migration.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demoProcess } from './demo/demo-process.js';
import { demo } from './demo/demo-service.js';
import { emptyDatabase } from './demo/empty-database.js';

let own: Awaited<ReturnType<typeof emptyDatabase>>;
beforeAll(async () => {
  own = await emptyDatabase();
});
afterAll(() => own?.drop());

class AddTags1700000000001 implements MigrationInterface {
  up = (runner: QueryRunner): Promise<void> => runner.query('ALTER TABLE note ADD tags text');
  down = async (): Promise<void> => {};
}
class Breaks1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE note ADD half text');
    await runner.query('CREATE UNIQUE INDEX note_tags ON note ((1))');
  }
  down = async (): Promise<void> => {};
}

const run = (migrations: readonly (new () => MigrationInterface)[], seconds = 10): Promise<readonly string[]> => {
  const options = dataSourceOptions({ id: 'demo', entities: [], migrations }, { DATABASE_URL: own.url });
  return runMigrations(options, { url: own.url, runtime: undefined }, { seconds, log: () => {} });
};
const columns = (): Promise<unknown[]> =>
  rowsOf(
    own.url,
    "SELECT attname AS name FROM pg_attribute WHERE attrelid = 'note'::regclass AND attnum > 0 ORDER BY 1",
  );

test('a migration that fails half-way leaves the schema as it was before it, and the version that runs goes on', async () => {
  await run([Notes1700000000000]);
  await rowsOf(own.url, "INSERT INTO note VALUES ('a'), ('b')");
  const service = await createService(demo, demoEnvironment({ DATABASE_URL: own.url }));
  try {
    await expect(run([Notes1700000000000, AddTags1700000000001, Breaks1700000000002])).rejects.toThrow(
      /^the migration Breaks1700000000002 failed \(23505\): could not create unique index "note_tags"\. Nothing of it was kept\. Kept are those before it: AddTags1700000000001\. The version that runs goes on/,
    );
    expect(await columns()).toEqual([{ name: 'tags' }, { name: 'title' }]);
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    expect(await rowsOf(own.url, 'SELECT title FROM note')).toHaveLength(2);
    // Once it is mended, it runs.
    await rowsOf(own.url, "DELETE FROM note WHERE title = 'b'");
    expect(await run([Notes1700000000000, AddTags1700000000001, Breaks1700000000002])).toEqual(['Breaks1700000000002']);
  } finally {
    await service.close();
  }
});

test('the process says which one failed and why, without a stack, and exits with 1', async () => {
  await rowsOf(own.url, 'DELETE FROM migrations');
  const failing = demoProcess('migrate.ts', { DATABASE_URL: own.url });
  expect(await failing.exit).toBe(1);
  expect(failing.output()).toContain(
    'the migration Notes1700000000000 failed (42P07): relation "note" already exists.',
  );
  expect(failing.output().trim().split('\n')).toHaveLength(1);
});

test('a migration that waits for a table holds up requests for a moment only, and runs when the table is free', async () => {
  await rowsOf(own.url, 'DROP TABLE note, migrations');
  await run([Notes1700000000000]);
  const holder = new Client({ connectionString: own.url });
  await holder.connect();
  await holder.query('BEGIN; SELECT FROM note');
  const running = run([Notes1700000000000, AddTags1700000000001]);
  let longest = 0;
  const reading = (async () => {
    for (const end = performance.now() + 2700; performance.now() < end; await sleep(20)) {
      const begun = performance.now();
      await rowsOf(own.url, 'SELECT FROM note');
      longest = Math.max(longest, performance.now() - begun);
    }
  })();
  await sleep(2400);
  await holder.end();
  expect(await running).toEqual(['AddTags1700000000001']);
  await reading;
  expect(longest).toBeGreaterThan(500);
  // A request may take 5 s.
  expect(longest).toBeLessThan(3500);
});
