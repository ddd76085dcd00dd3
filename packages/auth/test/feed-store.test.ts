import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { TEST_ISSUER, type TestDatabase } from '@latchkey/testing';
import type { DeletionStore, FeedNews, FeedStore } from '@latchkey/verifier';
import { MemoryStore, verifierStore } from '@latchkey/verifier/stores';
import { DeletionsRepository } from '../src/deletions/deletions.repository.js';
import { FeedRepository } from '../src/revocations/feed.repository.js';
import { database, start, type Verifying } from './support/verifying-service.js';

const TIMES = { issuer: TEST_ISSUER, audience: 'pension', keptSeconds: 1020, sessionAbsolute: 1 };
const LATEST = 1_000_000;
const news = (changes: Partial<FeedNews>): FeedNews => ({
  reached: undefined,
  sids: [],
  rights: [],
  deletions: [],
  ...changes,
});
const [a, b, c, d] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;

let own: TestDatabase;
let service: Verifying;
beforeAll(async () => {
  own = await database();
  service = await start('http://127.0.0.1:9', own);
});
afterAll(async () => {
  await service?.close();
  await own?.drop();
});

/** What a service may keep its copy of the feed in; both keep the same promises. */
const stores = {
  memory: () => Promise.resolve(verifierStore(new MemoryStore(), TIMES)),
  PostgreSQL: async () => {
    const own = service.app.get(Database);
    for (const table of ['auth_feed', 'auth_revoked_sids', 'auth_changed_rights', 'auth_pending_deletions'])
      await own.query(`DELETE FROM ${table}`);
    return { feed: new FeedRepository(own, TEST_ISSUER, 1020), deletions: new DeletionsRepository(own) };
  },
};

describe.each(Object.entries(stores))('in %s', (_, make) => {
  let feed: FeedStore;
  let deletions: DeletionStore;
  beforeEach(async () => ({ feed, deletions } = await make()));

  const reached = (asOf: number, rightsAsOf: number, etag = 'e') => ({ asOf, rightsAsOf, etag });
  const rights = async () => new Map((await feed.load(LATEST)).rights.map(([sub, rv]) => [sub, rv]));
  const drained = async (): Promise<string[]> => {
    const subs: string[] = [];
    for (let one = await deletions.claim(60); one; one = await deletions.claim(60)) {
      subs.push(one.sub);
      await deletions.settle(one.sub);
    }
    return subs.toSorted();
  };

  test('nothing is known before the first writing', async () => {
    expect(await feed.load(LATEST)).toEqual({
      reached: undefined,
      revoked: [],
      rights: [],
      deletedTo: 0,
      isRepaired: false,
    });
  });

  test('how far it goes never goes back, and is not known by news alone', async () => {
    await feed.save(news({ sids: [a] }), LATEST);
    expect((await feed.load(LATEST)).reached).toBeUndefined();
    await feed.save(news({ reached: reached(20, 20) }), LATEST);
    await feed.save(news({ reached: reached(10, 10, 'old') }), LATEST);
    await feed.save(news({ sids: [b] }), LATEST);
    expect((await feed.load(LATEST)).reached).toEqual(reached(20, 20));
    await feed.save(news({ reached: reached(30, 20, 'one') }), LATEST);
    expect((await feed.load(LATEST)).reached).toEqual(reached(30, 20, 'one'));
  });

  test.each([
    ['sessions', reached(LATEST + 1, 10)],
    ['rights', reached(10, LATEST + 1)],
  ])('a future of %s is not believed, and left behind', async (_name, future) => {
    await feed.save(news({ reached: future, deletions: [{ subs: [a], to: 3 }] }), 2 * LATEST);
    expect(await feed.load(LATEST)).toMatchObject({ reached: undefined, deletedTo: 3, isRepaired: true });
    await feed.save(news({ reached: reached(11, 11, 'now') }), LATEST);
    expect(await feed.load(LATEST)).toMatchObject({ reached: reached(11, 11, 'now'), isRepaired: false });
  });

  test('the higher version of rights stays, in whatever order replicas write', async () => {
    await feed.save(news({ rights: [[a, 3]] }), LATEST);
    await feed.save(
      news({
        rights: [
          [a, 2],
          [b, 0],
        ],
      }),
      LATEST,
    );
    await feed.save(news({ rights: [[b, 1]] }), LATEST);
    expect(await rights()).toEqual(
      new Map([
        [a, 3],
        [b, 1],
      ]),
    );
  });

  test('deleted accounts wait once each, whoever brings them and however late', async () => {
    await feed.save(news({ deletions: [{ subs: [a, b], to: 2 }] }), LATEST);
    await feed.save(news({ deletions: [{ subs: [a, b, c], to: 3 }] }), LATEST);
    expect(await drained()).toEqual([a, b, c].toSorted());
    await feed.save(news({ deletions: [{ subs: [a], to: 1 }] }), LATEST);
    await feed.save(news({ deletions: [{ subs: [b, c], to: 3 }] }), LATEST);
    expect([await drained(), (await feed.load(LATEST)).deletedTo]).toEqual([[], 3]);
    await feed.save(news({ deletions: [{ subs: [b, c, d], to: 4 }] }), LATEST);
    expect([await drained(), (await feed.load(LATEST)).deletedTo]).toEqual([[d], 4]);
  });

  test('where the bank starts again, a cursor above that goes back, and one below stays', async () => {
    await feed.save(news({ deletions: [{ subs: [a, b, c], to: 9 }] }), LATEST);
    await drained();
    await feed.save(news({ deletions: [{ restartedAt: 4 }, { subs: [a, d], to: 5 }] }), LATEST);
    expect([await drained(), (await feed.load(LATEST)).deletedTo]).toEqual([[a, d].toSorted(), 5]);
    await feed.save(news({ deletions: [{ restartedAt: 5 }, { subs: [a, d], to: 5 }] }), LATEST);
    expect([await drained(), (await feed.load(LATEST)).deletedTo]).toEqual([[], 5]);
  });

  test("one that is claimed is nobody else's until it is postponed or its time is over", async () => {
    await feed.save(news({ deletions: [{ subs: [a], to: 1 }] }), LATEST);
    const claims = await Promise.all([1, 2, 3].map(() => deletions.claim(60)));
    expect(claims.filter((one) => one !== undefined)).toEqual([{ sub: a, tries: 1 }]);
    await deletions.postpone(a, 0);
    expect(await deletions.claim(0)).toEqual({ sub: a, tries: 2 });
    expect(await deletions.claim(60)).toEqual({ sub: a, tries: 3 });
    expect(await deletions.countPending()).toBe(1);
  });
});

test('what cannot be stored whole is not stored at all', async () => {
  const { feed } = await stores.PostgreSQL();
  const bad = news({
    reached: { asOf: 5, rightsAsOf: 5, etag: 'e' },
    sids: [a],
    rights: [[b, 1]],
    deletions: [{ subs: ['no uuid'], to: 4 }],
  });
  await expect(feed.save(bad, LATEST)).rejects.toThrow();
  expect(await feed.load(LATEST)).toEqual({
    reached: undefined,
    revoked: [],
    rights: [],
    deletedTo: 0,
    isRepaired: false,
  });
});
