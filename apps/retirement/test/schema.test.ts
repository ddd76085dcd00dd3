import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dataSourceOptions } from '@latchkey/service';
import { testDatabase, type TestDatabase } from '@latchkey/testing';
import { DataSource } from 'typeorm';
import { retirement } from '../src/retirement.module.js';

let database: TestDatabase;
let source: DataSource;

beforeAll(async () => {
  database = await testDatabase();
  source = await new DataSource(dataSourceOptions(retirement, { DATABASE_URL: database.url })).initialize();
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

const difference = async () => (await source.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
const tables = async () => {
  const rows = await source.query(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`);
  return (rows as { table_name: string }[]).map((row) => row.table_name).sort();
};

test('the migrations make exactly the tables that the entities describe', async () => {
  await source.runMigrations();
  expect(await difference()).toEqual([]);
  expect(await tables()).toEqual([
    'auth_changed_rights',
    'auth_feed',
    'auth_local_revocations',
    'auth_pending_deletions',
    'auth_pending_logouts',
    'auth_replicas',
    'auth_revoked_sids',
    'known_services',
    'migrations',
    'plan',
    'plan_permission',
  ]);
});

test('every migration goes back, and forth again', async () => {
  for (const _ of retirement.migrations) await source.undoLastMigration();
  expect(await tables()).toEqual(['migrations']);
  await source.runMigrations();
  expect(await difference()).toEqual([]);
});
