import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RevokedSessions } from '@latchkey/verifier';
import { testDatabase, type TestDatabase } from '@latchkey/testing';
import { bank as definition } from '../src/bank.module.js';
import { startBank, type Bank } from './bank.js';
import {
  changeRights,
  deleteAccounts,
  makePeople,
  readLists,
  readNamed,
  sessionMaker,
  until,
  type ListsQuestion,
} from './feed-reader.js';

const COUNT = 12_000;
const PORTION = 4000;
const DELETIONS = 22_000;
const ROUNDS = 20;
let database: TestDatabase;
let bank: Bank;
const people: string[] = [];
beforeAll(async () => {
  database = await testDatabase(definition);
  bank = await startBank({}, database);
  // In portions, each well within what a statement may take.
  for (let made = 0; made < COUNT; made += PORTION) people.push(...(await makePeople(bank, PORTION)));
}, 120_000);
afterAll(async () => {
  await bank?.close();
  await database?.drop();
});

const rightsOf = (sub: string) => bank.app.get(RevokedSessions).rightsOf(sub);
const sorted = (times: readonly number[]): number[] => times.toSorted((a, b) => a - b);

/** Milliseconds from a change of somebody's rights until a reader that waits has the answer that tells it. */
async function timesOfChanges(): Promise<number[]> {
  const times: number[] = [];
  let { etag, as_of: since, deleted_to: deletedAfter } = await readNamed(bank, { deletedAfter: 1e12 });
  for (let round = 0; round < ROUNDS; round++) {
    const sub = people[round * 7]!;
    const waiting = readNamed(bank, { etag, since, deletedAfter, wait: 5, headers: { 'accept-encoding': 'gzip' } });
    await setTimeout(20);
    const begun = performance.now();
    await changeRights(bank, [sub]);
    const news = await waiting;
    times.push(performance.now() - begun);
    expect([news.kind, news.rights.length < 1000]).toEqual(['delta', true]);
    expect(news.rights).toContainEqual([sub, rightsOf(sub)]);
    ({ etag, as_of: since, deleted_to: deletedAfter } = news);
  }
  return sorted(times);
}

describe(`${COUNT} people whose rights change`, () => {
  test('at once are all told, and known after a restart', async () => {
    for (let from = 0; from < COUNT; from += PORTION) await changeRights(bank, people.slice(from, from + PORTION));
    await until(() => people.every((sub) => rightsOf(sub) === 1));
    const { rights } = await readNamed(bank);
    expect(new Map(rights)).toEqual(new Map(people.map((sub) => [sub, 1])));
    await bank.close();
    bank = await startBank({}, database);
    expect(people.every((sub) => rightsOf(sub) === 1)).toBe(true);
  });

  test('hold up no further change, as soon as every reader has heard of them', async () => {
    // So much later late commits are told no more.
    await setTimeout(5000);
    const times = await timesOfChanges();
    expect(times[ROUNDS / 2]).toBeLessThan(500);
  });

  test('hold up none while readers claim whatever cursor and moment', async () => {
    const maker = await sessionMaker(bank);
    for (let made = 0; made < COUNT; made += PORTION) await maker.open(PORTION, 100);
    await deleteAccounts(bank, DELETIONS);
    await until(async () => (await readNamed(bank, { deletedAfter: 1e12 })).deleted_to === DELETIONS);
    const over = new AbortController();
    const hostile = async (address: string): Promise<void> => {
      for (let n = 0; !over.signal.aborted; n += 1) {
        const now = Date.now();
        const far = Math.floor(Math.random() * DELETIONS);
        const deletedAfter = n % 3 === 0 ? DELETIONS - 1 - (far % 2000) : far;
        const moment = () => now - Math.floor(Math.random() * (n % 2 === 0 ? 60_000 : 900_000));
        const question: ListsQuestion = { etag: `x${far}`, since: moment(), rightsSince: moment(), deletedAfter };
        const headers = { 'x-forwarded-for': address, 'accept-encoding': 'gzip' };
        await readLists(bank, { ...question, headers, signal: over.signal }).catch(() => undefined);
      }
    };
    const all = Array.from({ length: 20 }, (_, index) => hostile(`192.0.2.${index + 1}`));
    const times = await timesOfChanges();
    over.abort();
    await Promise.all(all);
    expect(times[ROUNDS / 2]).toBeLessThan(1000);
  }, 120_000);
});
