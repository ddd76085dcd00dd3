import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { asOwner, TEST_ISSUER, TEST_SECRET, testDatabase, type TestDatabase } from '@latchkey/testing';
import { Verifier } from '@latchkey/verifier';
import type { ServiceStore } from '@latchkey/verifier/stores';
import { bank as definition } from '../src/bank.module.js';
import { startBank, type Bank } from './bank.js';
import { changeRights, deleteAccounts, makePeople, storeInMemory, until } from './feed-reader.js';

// The bank's feed and the reader of it that services have, together.
let database: TestDatabase;
let bank: Bank;
let followers: Verifier[] = [];
beforeAll(async () => {
  database = await testDatabase(definition);
  bank = await startBank({}, database);
});
afterAll(async () => {
  await Promise.all(followers.map((one) => one.stop()));
  await bank?.close();
  await database?.drop();
});

interface Follower {
  readonly verifier: Verifier;
  readonly removed: string[];
  readonly store: ServiceStore;
}
async function follow(store = storeInMemory()): Promise<Follower> {
  const removed: string[] = [];
  const verifier = new Verifier({
    issuer: TEST_ISSUER,
    audience: 'retirement',
    pages: { ownOrigin: 'http://retirement.demo.localhost:3002', sameSiteOrigins: () => [] },
    keys: { secret: TEST_SECRET },
    bankUrl: bank.url,
    store,
    onDeleted: async (sub) => void removed.push(sub),
  });
  followers.push(verifier);
  await verifier.start();
  return { verifier, removed, store };
}
async function leave({ verifier }: Follower): Promise<void> {
  followers = followers.filter((one) => one !== verifier);
  await verifier.stop();
}
async function restart(): Promise<void> {
  const env = { PORT: new URL(bank.url).port };
  await bank.close();
  bank = await startBank(env, database);
}
const cursorOf = async ({ store }: Follower): Promise<number> => (await store.feed.load(Infinity)).deletedTo;

test('changed rights are known to those who follow, within a second, and only rise', async () => {
  const all = await Promise.all([follow(), follow(), follow()]);
  await until(() => all.every(({ verifier }) => verifier.revoked.age(2) < 60));
  const people = await makePeople(bank, 20);
  const took: number[] = [];
  for (const [i, sub] of [...people, ...people].entries()) {
    const begun = performance.now();
    await changeRights(bank, [sub]);
    const version = i < people.length ? 1 : 2;
    await until(() => all.every(({ verifier }) => verifier.revoked.rightsOf(sub) === version), 5_000);
    took.push(performance.now() - begun);
  }
  expect(took.toSorted((a, b) => a - b)[took.length / 2]).toBeLessThan(1_000);
  await Promise.all(all.map(leave));
});

test('a follower that was away learns all deletions, page by page, and from then on each at once', async () => {
  const early = await deleteAccounts(bank, 3);
  const first = await follow();
  await until(() => first.removed.length === 3);
  expect(first.removed).toEqual(early);
  await leave(first);
  const missed = await deleteAccounts(bank, 23_456);
  const next = await follow(first.store);
  await until(() => next.removed.length >= missed.length);
  expect(next.removed).toEqual(missed);
  const last = await deleteAccounts(bank, 1);
  await until(() => next.removed.length > missed.length, 5_000);
  expect(next.removed.slice(missed.length)).toEqual(last);
  expect(await cursorOf(next)).toBe(23_460);
  await leave(next);
});

test('after a backup of the bank was restored, what is deleted from then on is learnt', async () => {
  const one = await follow();
  await until(async () => (await cursorOf(one)) === 23_460);
  await until(() => one.removed.length >= 23_460);
  await asOwner(database, 'DELETE FROM deleted_accounts WHERE cursor > 23000');
  await restart();
  await until(async () => (await cursorOf(one)) === 23_000);
  const later = await deleteAccounts(bank, 2);
  await until(() => later.every((sub) => one.removed.includes(sub)));
  expect(await cursorOf(one)).toBe(23_002);
  await leave(one);
});

test('with 12,000 changes living, the next one is known as soon', async () => {
  const people = await makePeople(bank, 12_000);
  await bank.app.get(Database).query(
    `UPDATE users SET rights_version = 1, rights_changed_at = clock_timestamp() - random() * interval '10 minutes'
       WHERE id = ANY ($1)`,
    [people],
  );
  await restart();
  const one = await follow();
  await until(() => one.verifier.revoked.rightsOf(people.at(-1)!) === 1);
  expect(people.every((sub) => one.verifier.revoked.rightsOf(sub) === 1)).toBe(true);
  expect(one.verifier.revoked.rightsOf(randomUUID())).toBeUndefined();
  const took: number[] = [];
  for (const sub of people.slice(0, 21)) {
    const begun = performance.now();
    await changeRights(bank, [sub]);
    await until(() => one.verifier.revoked.rightsOf(sub) === 2, 20_000);
    took.push(performance.now() - begun);
  }
  expect(took.toSorted((a, b) => a - b)[10]).toBeLessThan(1_000);
  await leave(one);
});
