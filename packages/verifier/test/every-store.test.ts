import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@latchkey/testing';
import { FolderStore } from '../src/storage/folder-store.js';
import { MemoryStore } from '../src/storage/memory-store.js';
import { PostgresStore } from '../src/storage/postgres-store.js';
import type { Store } from '../src/storage/record-store.js';
import { storeCases, SUITE_TIMES, verifierStoreCases } from '../src/storage/store-suite.js';
import { verifierStore } from '../src/storage/verifier-store.js';

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-stores-'));
  database = await testDatabase();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database?.drop();
});

/** Each case has a place of its own. */
const stores: Record<string, (place: number) => Store> = {
  memory: () => new MemoryStore(),
  folder: (place) => new FolderStore(join(folder, `${place}`)),
  PostgreSQL: (place) => new PostgresStore({ connectionString: database.url, table: `records_${place}` }),
};

describe.each(Object.entries(stores))('a store in %s', (where, make) => {
  const cases = storeCases.filter(({ instances }) => where !== 'memory' || instances === 1);
  test.each(cases.map((one, place) => [one.name, one, place] as const))('%s', async (_, one, place) => {
    await one.run(() => make(place));
  });

  const options = { audience: 'pension', issuer: 'https://bank.example.com', ...SUITE_TIMES };
  test.each(verifierStoreCases.map((one, i) => [one.name, one, 1000 + i] as const))('%s', async (_, one, place) => {
    const store = make(place);
    await one.run(verifierStore(store, options));
    await store.close();
  });
});
