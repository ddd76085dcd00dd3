import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dataSourceOptions } from '@latchkey/service';
import { TEST_ISSUER, testDatabase, type TestDatabase } from '@latchkey/testing';
import { DataSource } from 'typeorm';
import { AddRightsAndDeletions1764100000006 } from '../src/revocations/add-rights-and-deletions.migration.js';
import { verifying } from './support/verifying-service.js';

// What the release before does to the tables, with its own statements.
const SAVE_FEED = `
  INSERT INTO auth_feed AS stored (issuer, as_of, etag) VALUES ($1, $2, $3)
  ON CONFLICT (issuer) DO UPDATE SET as_of = EXCLUDED.as_of, etag = EXCLUDED.etag
    WHERE stored.as_of < EXCLUDED.as_of OR stored.as_of > $4`;
const SAVE_SIDS = `
  INSERT INTO auth_revoked_sids (sid, learnt_at)
  SELECT sid, clock_timestamp() FROM unnest($1::uuid[]) AS sid ON CONFLICT DO NOTHING`;

const [sid, later] = [randomUUID(), randomUUID()];
let database: TestDatabase;
let source: DataSource;
const connect = (migrations: readonly Function[]): Promise<DataSource> =>
  new DataSource(dataSourceOptions({ ...verifying, migrations }, { DATABASE_URL: database.url })).initialize();
const feed = async () => {
  const [row] = await source.query('SELECT as_of, etag, rights_as_of, deleted_to FROM auth_feed');
  return row as object;
};

beforeAll(async () => {
  database = await testDatabase();
  const before = await connect(verifying.migrations.filter((one) => one !== AddRightsAndDeletions1764100000006));
  await before.runMigrations({ transaction: 'each' });
  await before.query(SAVE_FEED, [TEST_ISSUER, 1_000, 'e1', 9_000]);
  await before.query(SAVE_SIDS, [[sid]]);
  await before.destroy();
  source = await connect(verifying.migrations);
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

test('its tables are taken over, though migrations with a later time have run already', async () => {
  const ran = await source.runMigrations({ transaction: 'each' });
  expect(ran.map(({ name }) => name)).toEqual(['AddRightsAndDeletions1764100000006']);
  expect(await feed()).toEqual({ as_of: '1000', etag: 'e1', rights_as_of: '0', deleted_to: '0' });
});

test('its replicas go on writing, and what they do not know stays', async () => {
  await source.query('UPDATE auth_feed SET rights_as_of = 1000, deleted_to = 7');
  await source.query(SAVE_FEED, [TEST_ISSUER, 2_000, 'e2', 9_000]);
  await source.query(SAVE_SIDS, [[sid, later]]);
  expect(await feed()).toEqual({ as_of: '2000', etag: 'e2', rights_as_of: '1000', deleted_to: '7' });
});

test('rolled back, it finds its tables as it left them', async () => {
  await source.undoLastMigration();
  expect(await source.query('SELECT issuer, as_of, etag FROM auth_feed')).toEqual([
    { issuer: TEST_ISSUER, as_of: '2000', etag: 'e2' },
  ]);
  expect(await source.query('SELECT count(*)::int AS count FROM auth_revoked_sids')).toEqual([{ count: 2 }]);
});
