import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RevocationsClaims } from '../src/contract/index.js';
import { deletionStepOf } from '../src/revocations/deletions.rules.js';
import { NOTHING_HEARD, stepOf } from '../src/revocations/feed.rules.js';
import { MemoryStore } from '../src/storage/memory-store.js';
import { verifierStore } from '../src/storage/verifier-store.js';
import { TEST_ISSUER } from '@latchkey/testing/tokens';

const inMemory = () =>
  verifierStore(new MemoryStore(), { issuer: TEST_ISSUER, audience: 'pension', keptSeconds: 1020, sessionAbsolute: 1 });
const head = { iss: TEST_ISSUER, iat: 10, etag: 'e', ver: 2 } as const;
const paged = (after: number, to: number, deleted: string[], kind = 'set'): RevocationsClaims =>
  ({ ...head, kind, as_of: 1, sids: [], rights: [], deleted, deleted_after: after, deleted_to: to }) as never;

describe('a reader that stands at 5', () => {
  const nothing = { cursor: 5, deletions: undefined, deletionReason: undefined };
  test.each([
    ['goes to the end of a page that begins there', paged(5, 7, ['f', 'g']), 7, ['f', 'g']],
    ['takes the new end of one that begins before', paged(0, 7, ['d', 'e', 'f', 'g']), 7, ['f', 'g']],
    ['takes all that may be new, where cursors have gaps', paged(0, 9, ['e', 'g', 'i']), 9, ['e', 'g', 'i']],
    ['goes over gaps', paged(5, 9, []), 9, []],
  ])('%s', (_, message, to, subs) => {
    const step = { cursor: to, deletions: { subs, to }, deletionReason: undefined };
    expect(deletionStepOf(5, message, true)).toEqual(step);
    // A page is true whenever it was signed.
    expect(deletionStepOf(5, message, false)).toEqual(step);
  });

  test.each([
    ['an answer that ends there', paged(5, 5, [])],
    ['a page that it had', paged(0, 5, ['e'])],
    ['a whole page of a reader far behind', paged(0, 10_000, []), 10_005],
    ['a heartbeat', { ...head, kind: 'heartbeat' } as RevocationsClaims],
    ['an answer of the release before', { kind: 'set', iss: '', iat: 1, etag: 'e', as_of: 1, sids: [] } as never],
  ])('learns nothing from %s', (_, message, cursor = 5) =>
    expect(deletionStepOf(cursor, message, true)).toEqual({ ...nothing, cursor }),
  );

  test('takes no page that leaves some out', () => {
    expect(deletionStepOf(5, paged(6, 7, ['g']), true)).toEqual({ ...nothing, deletionReason: 'deleted_gap' });
  });

  test.each([
    ['has an empty list', paged(3, 3, [])],
    ['tells its last ones again', paged(0, 3, ['c'])],
    ['has none any more', paged(0, 0, [])],
  ])('starts again at a bank that was restored and %s', (_, message) => {
    const { deleted_to: restartedAt } = message as { deleted_to: number };
    const restart = { cursor: 0, deletions: { restartedAt }, deletionReason: 'deleted_back' };
    expect(deletionStepOf(5, message, true)).toEqual(restart);
    // Not by an answer that may be old.
    expect(deletionStepOf(5, message, false)).toEqual(nothing);
  });
});

test('a replayed answer leads no reader back', () => {
  const held = { ...NOTHING_HEARD, iat: 10, asOf: 9, rightsAsOf: 9, etag: 'e', deletedTo: 5 };
  expect(stepOf(held, paged(0, 3, ['c']), 100_000)).toMatchObject({ state: held, reason: 'as_of_back' });
});

test('a state of the future is left behind without its deletions', () => {
  const future = { iat: 1_000, asOf: 9, rightsAsOf: 9, etag: 'e', deletedTo: 5 };
  expect(stepOf(future, paged(5, 6, ['f']), 10_000).state.deletedTo).toBe(6);
});

describe('whatever pages come in whatever order', () => {
  // A bank that deletes s1, s2, … and pages that it may have signed on the way, lost, repeated and out of order.
  const pages = fc.array(fc.record({ from: fc.nat(30), length: fc.nat(12), isFollowed: fc.boolean() }), {
    maxLength: 60,
  });

  test('every account up to the cursor was stored, by one replica or another', async () => {
    await fc.assert(
      fc.asyncProperty(pages, fc.nat(2), async (list, replicas) => {
        const { feed, deletions } = inMemory();
        const cursors = Array.from({ length: replicas + 1 }, () => 0);
        for (const [i, { from, length }] of list.entries()) {
          const one = i % cursors.length;
          const subs = Array.from({ length }, (_, k) => `s${from + k + 1}`);
          const step = deletionStepOf(cursors[one]!, paged(from, from + length, subs), false);
          cursors[one] = step.cursor;
          const news = step.deletions === undefined ? [] : [step.deletions];
          await feed.save({ reached: undefined, sids: [], rights: [], deletions: news }, Infinity);
        }
        const { deletedTo } = await feed.load(Infinity);
        expect(deletedTo).toBe(Math.max(...cursors));
        const handed = new Set<string>();
        for (let one = await deletions.claim(60); one; one = await deletions.claim(60)) handed.add(one.sub);
        expect(handed).toEqual(new Set(Array.from({ length: deletedTo }, (_, k) => `s${k + 1}`)));
      }),
    );
  });
});

describe('where the bank starts again', () => {
  const news = (...deletions: object[]) => ({ reached: undefined, sids: [], rights: [], deletions }) as never;

  test('the stored cursor goes back once, and what is told again is handed again', async () => {
    const { feed, deletions } = inMemory();
    await feed.save(news({ subs: ['a', 'b'], to: 9 }), 1);
    for (const sub of ['a', 'b']) await deletions.settle(sub);
    await feed.save(news({ restartedAt: 3 }, { subs: ['a', 'c'], to: 4 }), 1);
    expect([(await feed.load(1)).deletedTo, await deletions.countPending()]).toEqual([4, 2]);
    // Another replica, which found out later.
    await feed.save(news({ restartedAt: 4 }, { subs: ['a', 'c'], to: 4 }), 1);
    expect([(await feed.load(1)).deletedTo, await deletions.countPending()]).toEqual([4, 2]);
  });
});
