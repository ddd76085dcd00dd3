import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { releases, testDatabase, type TestDatabase } from '@latchkey/testing';
import * as now from '../src/storage/stores.js';
import { storeCases } from '../src/storage/store-suite.js';

type Stores = Pick<typeof now, 'FolderStore' | 'PostgresStore'>;

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-mixed-'));
  database = await testDatabase();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database?.drop();
});

const stores: Record<string, (of: Stores, place: number) => now.Store> = {
  folder: (of, place) => new of.FolderStore(join(folder, `${place}`)),
  PostgreSQL: (of, place) => new of.PostgresStore({ connectionString: database.url, table: `mixed_${place}` }),
};
const shared = storeCases.filter(({ instances }) => instances > 1);

// Replicas of two releases share a store while a service is rolled out: every other one is of the release before.
describe.each(releases)('with $name next to this release', ({ stores: load }) => {
  describe.each(Object.entries(stores))('in %s', (_, make) => {
    test.each(shared.map((one, place) => [one.name, one, place] as const))('%s', async (_name, one, place) => {
      const both = [now, (await load()) as unknown as Stores];
      // Now this one begins, now that one.
      let turn = place;
      await one.run(() => make(both[turn++ % 2]!, place));
    });
  });
});
