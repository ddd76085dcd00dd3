import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Module } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { startService, testDatabase, TEST_ISSUER, type TestDatabase } from '@latchkey/testing';
import { SUITE_TIMES, verifierStoreCases } from '@latchkey/verifier/store-suite';
import type { VerifierStore } from '@latchkey/verifier';
import { DeletionsRepository } from '../src/deletions/deletions.repository.js';
import { LogoutsRepository } from '../src/logout/logouts.repository.js';
import { FeedRepository } from '../src/revocations/feed.repository.js';
import { verifying, type Verifying } from './support/verifying-service.js';

const TABLES = [
  'auth_feed',
  'auth_revoked_sids',
  'auth_changed_rights',
  'auth_pending_deletions',
  'auth_local_revocations',
  'auth_pending_logouts',
];

// The tables alone: at a whole service queues would be at work on them.
@Module({})
class TablesModule {}
const tablesOnly = { ...verifying, module: () => TablesModule };

let own: TestDatabase;
let service: Verifying;
let store: VerifierStore;
beforeAll(async () => {
  own = await testDatabase(tablesOnly);
  service = await startService(tablesOnly, { database: own });
});
afterAll(async () => {
  await service?.close();
  await own?.drop();
});
beforeEach(async () => {
  const tables = service.app.get(Database);
  for (const table of TABLES) await tables.query(`DELETE FROM ${table}`);
  store = {
    feed: new FeedRepository(tables, TEST_ISSUER, SUITE_TIMES.keptSeconds),
    deletions: new DeletionsRepository(tables),
    logouts: new LogoutsRepository(tables, service.config),
  };
});

describe('the tables of a service', () => {
  test.each(verifierStoreCases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    await one.run(store);
  });
});

test('what cannot be stored whole is not stored at all', async () => {
  const bad = {
    reached: { asOf: 5, rightsAsOf: 5, etag: 'e' },
    sids: [randomUUID()],
    rights: [[randomUUID(), 1]] as const,
    deletions: [{ subs: ['no uuid'], to: 4 }],
  };
  await expect(store.feed.save(bad, 1_000_000)).rejects.toThrow();
  expect(await store.feed.load(1_000_000)).toEqual({
    reached: undefined,
    revoked: [],
    rights: [],
    deletedTo: 0,
    isRepaired: false,
  });
});
