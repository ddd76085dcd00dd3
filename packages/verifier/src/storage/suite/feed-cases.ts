import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { FeedStore, ReachedFeed, VerifierStore } from '../store.js';
import { LATEST, news, type VerifierStoreCase } from './verifier-store-case.js';

const [a, b, c, d] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;
const NOTHING = { reached: undefined, revoked: [], rights: [], deletedTo: 0, isRepaired: false };
const reached = (asOf: number, rightsAsOf: number, etag = 'e'): ReachedFeed => ({ asOf, rightsAsOf, etag });

/** How a copy of the feed, and the deletions that it names, are kept. */
export const feedCases: readonly VerifierStoreCase[] = [
  {
    name: 'knows nothing before the first writing',
    run: async ({ feed }) => assert.deepEqual(await feed.load(LATEST), NOTHING),
  },
  {
    name: 'never goes back in how far it goes, and does not know it by news alone',
    async run({ feed }) {
      await feed.save(news({ sids: [a] }), LATEST);
      assert.equal((await feed.load(LATEST)).reached, undefined);
      await feed.save(news({ reached: reached(20, 20) }), LATEST);
      await feed.save(news({ reached: reached(10, 10, 'old') }), LATEST);
      await feed.save(news({ sids: [b] }), LATEST);
      assert.deepEqual((await feed.load(LATEST)).reached, reached(20, 20));
      await feed.save(news({ reached: reached(30, 20, 'one') }), LATEST);
      assert.deepEqual((await feed.load(LATEST)).reached, reached(30, 20, 'one'));
    },
  },
  ...([reached(LATEST + 1, 10), reached(10, LATEST + 1)] as const).map((future) => ({
    name: `leaves a future behind: as of ${future.asOf}, rights as of ${future.rightsAsOf}`,
    async run({ feed }: VerifierStore) {
      await feed.save(news({ reached: future, deletions: [{ subs: [a], to: 3 }] }), 2 * LATEST);
      const { deletedTo, isRepaired, reached: believed } = await feed.load(LATEST);
      assert.deepEqual([believed, deletedTo, isRepaired], [undefined, 3, true]);
      await feed.save(news({ reached: reached(11, 11, 'now') }), LATEST);
      const after = await feed.load(LATEST);
      assert.deepEqual([after.reached, after.isRepaired], [reached(11, 11, 'now'), false]);
    },
  })),
  {
    name: 'keeps sessions once each, with their age',
    async run({ feed }) {
      await feed.save(news({ sids: [a, b] }), LATEST);
      await Promise.all([feed.save(news({ sids: [b, c] }), LATEST), feed.save(news({ sids: [c, b] }), LATEST)]);
      await feed.prune();
      const { revoked } = await feed.load(LATEST);
      assert.deepEqual(revoked.map(([sid]) => sid).toSorted(compare), [a, b, c].toSorted(compare));
      assert.ok(revoked.every(([, age]) => age >= 0 && age < 60));
    },
  },
  {
    name: 'keeps the higher version of rights, in whatever order replicas write',
    async run({ feed }) {
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
      assert.deepEqual(
        await rightsOf(feed),
        new Map([
          [a, 3],
          [b, 1],
        ]),
      );
    },
  },
  {
    name: 'keeps the highest version of rights of replicas that write at once',
    async run({ feed }) {
      // The newest first, so that others have read what it has not changed yet.
      for (const sub of [a, b, c, d]) {
        const versions = [5, 4, 3, 2, 1];
        await Promise.all(
          versions.map((rv) => feed.save(news({ reached: reached(rv, rv), rights: [[sub, rv]] }), LATEST)),
        );
      }
      const found = await rightsOf(feed);
      assert.deepEqual(
        [a, b, c, d].map((sub) => found.get(sub)),
        [5, 5, 5, 5],
      );
      assert.deepEqual((await feed.load(LATEST)).reached, reached(5, 5));
    },
  },
  {
    name: 'has deleted accounts wait once each, whoever brings them and however late',
    async run(store) {
      const { feed } = store;
      await feed.save(news({ deletions: [{ subs: [a, b], to: 2 }] }), LATEST);
      await feed.save(news({ deletions: [{ subs: [a, b, c], to: 3 }] }), LATEST);
      assert.deepEqual(await drained(store), [a, b, c].toSorted(compare));
      await feed.save(news({ deletions: [{ subs: [a], to: 1 }] }), LATEST);
      await feed.save(news({ deletions: [{ subs: [b, c], to: 3 }] }), LATEST);
      assert.deepEqual([await drained(store), (await feed.load(LATEST)).deletedTo], [[], 3]);
      const late = [1, 2, 3].map(() => feed.save(news({ deletions: [{ subs: [b, c, d], to: 4 }] }), LATEST));
      await Promise.all(late);
      assert.deepEqual([await drained(store), (await feed.load(LATEST)).deletedTo], [[d], 4]);
    },
  },
  {
    name: 'goes back to a place where the bank starts again, once',
    async run(store) {
      const { feed } = store;
      await feed.save(news({ deletions: [{ subs: [a, b, c], to: 9 }] }), LATEST);
      await drained(store);
      await feed.save(news({ deletions: [{ restartedAt: 4 }, { subs: [a, d], to: 5 }] }), LATEST);
      assert.deepEqual([await drained(store), (await feed.load(LATEST)).deletedTo], [[a, d].toSorted(compare), 5]);
      await feed.save(news({ deletions: [{ restartedAt: 5 }, { subs: [a, d], to: 5 }] }), LATEST);
      assert.deepEqual([await drained(store), (await feed.load(LATEST)).deletedTo], [[], 5]);
    },
  },
  {
    name: 'gives a deletion to one claim, until it is postponed or its time is over',
    async run({ feed, deletions }) {
      await feed.save(news({ deletions: [{ subs: [a], to: 1 }] }), LATEST);
      const claims = await Promise.all([1, 2, 3].map(() => deletions.claim(60)));
      assert.deepEqual(
        claims.filter((one) => one !== undefined),
        [{ sub: a, tries: 1 }],
      );
      await deletions.postpone(a, 0);
      assert.deepEqual(await deletions.claim(0), { sub: a, tries: 2 });
      assert.deepEqual(await deletions.claim(60), { sub: a, tries: 3 });
      assert.equal(await deletions.countPending(), 1);
      await deletions.postpone(b, 0);
      await deletions.settle(b);
      assert.equal(await deletions.countPending(), 1);
    },
  },
  {
    name: 'bears 50,000 sessions and as many changes of rights in one answer',
    async run({ feed }) {
      const ids = Array.from({ length: 50_000 }, () => randomUUID());
      await feed.save(news({ reached: reached(5, 5), sids: ids, rights: ids.map((sub) => [sub, 1]) }), LATEST);
      await feed.prune();
      const { revoked, rights } = await feed.load(LATEST);
      assert.deepEqual([revoked.length, rights.length], [ids.length, ids.length]);
    },
  },
];

function compare(one: string, other: string): number {
  return one < other ? -1 : 1;
}

async function rightsOf(feed: FeedStore): Promise<Map<string, number>> {
  return new Map((await feed.load(LATEST)).rights.map(([sub, rv]) => [sub, rv]));
}

async function drained({ deletions }: VerifierStore): Promise<string[]> {
  const subs: string[] = [];
  for (let one = await deletions.claim(60); one; one = await deletions.claim(60)) {
    subs.push(one.sub);
    await deletions.settle(one.sub);
  }
  return subs.toSorted(compare);
}
