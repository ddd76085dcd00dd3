import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowsOf } from '@latchkey/testing/database-client';
import { dataSourceOptions, runMigrations } from '../src/index.js';
import { Notes1700000000000 } from './demo/demo.migration.js';
import { emptyDatabase } from './demo/empty-database.js';

let own: Awaited<ReturnType<typeof emptyDatabase>>;
beforeAll(async () => {
  own = await emptyDatabase();
  await run([Notes1700000000000]);
});
afterAll(() => own?.drop());

/** As docs/upgrading.md shows it. */
class IndexTitles1700000000001 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // Half of one that failed is left, and is no index.
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS note_title');
    await runner.query('CREATE UNIQUE INDEX CONCURRENTLY note_title ON note (lower(title))');
  }

  down = async (): Promise<void> => {};
}

function run(migrations: readonly (new () => MigrationInterface)[]): Promise<readonly string[]> {
  const options = dataSourceOptions({ id: 'demo', entities: [], migrations }, { DATABASE_URL: own.url });
  return runMigrations(options, { url: own.url, runtime: undefined }, { seconds: 30, log: () => {} });
}
const indexes = (): Promise<unknown[]> =>
  rowsOf(own.url, "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('note_title')");

test('an index that could not be built is built by the next run', async () => {
  await rowsOf(own.url, "INSERT INTO note VALUES ('twin'), ('Twin')");
  await expect(run([Notes1700000000000, IndexTitles1700000000001])).rejects.toThrow(/note_title/);
  expect(await indexes()).toEqual([{ valid: false }]);
  await rowsOf(own.url, "DELETE FROM note WHERE title = 'Twin'");
  expect(await run([Notes1700000000000, IndexTitles1700000000001])).toEqual(['IndexTitles1700000000001']);
  expect(await indexes()).toEqual([{ valid: true }]);
});

test('while an index waits for a transaction that writes, others write on', async () => {
  await rowsOf(own.url, "DELETE FROM migrations WHERE name = 'IndexTitles1700000000001'");
  const writer = new Client({ connectionString: own.url });
  await writer.connect();
  try {
    await writer.query("BEGIN; INSERT INTO note VALUES ('long')");
    let isBuilt = false;
    const running = run([Notes1700000000000, IndexTitles1700000000001]).finally(() => (isBuilt = true));
    const waits =
      "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%INDEX CONCURRENTLY%' AND datname = current_database()";
    while ((await rowsOf(own.url, waits)).length === 0) expect(isBuilt).toBe(false);
    await rowsOf(own.url, "SET statement_timeout = '2s'; INSERT INTO note VALUES ('short')");
    expect(isBuilt).toBe(false);
    await writer.query('COMMIT');
    expect(await running).toEqual(['IndexTitles1700000000001']);
  } finally {
    await writer.end();
  }
});
