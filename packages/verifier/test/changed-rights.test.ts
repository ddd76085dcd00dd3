import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RevocationsClaims } from '../src/contract/index.js';
import { hasAllLists, NOTHING_HEARD, pauseOf, stepOf, type FeedState } from '../src/revocations/feed.rules.js';
import { RevocationSet } from '../src/revocations/revocation-set.js';
import { TEST_ISSUER } from '@latchkey/testing/tokens';

const NOW = 100_000;
const page = { deleted: [], deleted_after: 0, deleted_to: 0 };
function said(kind: 'set' | 'delta' | 'heartbeat', ver: 1 | 2, members: object): RevocationsClaims {
  const lists = { sids: [], ...(ver === 2 && { rights: [], ...page }) };
  const head = { kind, iss: TEST_ISSUER, etag: 'e', ...(ver === 2 && { ver }) };
  return { ...head, ...(kind !== 'heartbeat' && lists), ...members } as RevocationsClaims;
}

describe('how far changes of rights are known', () => {
  const held: FeedState = { ...NOTHING_HEARD, iat: 100, asOf: 5000, rightsAsOf: 4000, etag: 'e' };
  test.each([
    ['moves with a set', said('set', 2, { iat: 101, as_of: 6000 }), 6000, true, undefined],
    ['moves with a delta', said('delta', 2, { iat: 101, as_of: 6000, since: 4000 }), 6000, true, undefined],
    ['is confirmed by a heartbeat', said('heartbeat', 2, { iat: 101 }), 4000, true, undefined],
    ['stays where a set of the release before ends', said('set', 1, { iat: 101, as_of: 6000 }), 4000, false, undefined],
    ['stays after its delta', said('delta', 1, { iat: 101, as_of: 6000, since: 5000 }), 4000, false, undefined],
    ['is not confirmed by its heartbeat', said('heartbeat', 1, { iat: 101 }), 4000, false, undefined],
    [
      'stays if a delta begins after it, though not after the sessions',
      said('delta', 2, { iat: 101, as_of: 6000, since: 4001 }),
      4000,
      false,
      'delta_gap',
    ],
    ['stays after a replay', said('set', 2, { iat: 90, as_of: 4500 }), 4000, false, 'as_of_back'],
    ['stays after a set of the future', said('set', 2, { iat: 200, as_of: 6000 }), 4000, false, 'iat_ahead'],
  ] as const)('%s', (_, message, rightsAsOf, renewsRights, reason) => {
    expect(stepOf(held, message, NOW)).toMatchObject({ state: { rightsAsOf }, renewsRights, reason });
  });

  test('what a refused answer says of rights is learnt all the same: versions only rise', () => {
    const late = said('set', 2, { iat: 90, as_of: 4500, rights: [['a', 3]] });
    expect(stepOf(held, late, NOW)).toMatchObject({ rights: [['a', 3]], reason: 'as_of_back' });
  });

  test('an answer of the release before is told from one with all lists', () => {
    expect([1, 2].map((ver) => hasAllLists(said('set', ver as 1, {})))).toEqual([false, true]);
  });
});

describe('the version in force', () => {
  const told = (rights: [string, number][], as_of: number) => said('set', 2, { iat: 1, as_of, rights });

  test('is the highest that any answer named, in whatever order and however often', () => {
    const answers = fc.array(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(9)), { maxLength: 5 }));
    fc.assert(
      fc.property(answers, (list) => {
        const known = new RevocationSet(1020, () => 0);
        const highest = new Map<string, number>();
        for (const [i, rights] of list.entries()) {
          const { learntRights } = known.take(told(rights, i % 3), { startedAt: 0, receivedAt: NOW });
          for (const [sub, rv] of learntRights) expect(rv).toBeGreaterThan(highest.get(sub) ?? -1);
          for (const [sub, rv] of rights) highest.set(sub, Math.max(rv, highest.get(sub) ?? 0));
          for (const sub of ['a', 'b', 'c']) expect(known.rights.versionOf(sub)).toBe(highest.get(sub));
        }
      }),
    );
  });

  test('is held for the life of a token after it was learnt, and each change counts anew', () => {
    let now = 0;
    const known = new RevocationSet(1020, () => now);
    const learn = (...rights: [string, number][]) => known.take(told(rights, 1), { startedAt: now, receivedAt: NOW });
    learn(['a', 1], ['b', 1]);
    now = 1_000_000;
    learn(['a', 2], ['b', 1]);
    now = 1_020_001;
    known.prune();
    expect([known.rights.versionOf('a'), known.rights.versionOf('b'), known.rights.size]).toEqual([2, undefined, 1]);
    now = 2_020_001;
    known.prune();
    expect(known.rights.size).toBe(0);
  });

  test('joins what was stored with what was heard meanwhile', () => {
    let now = 1_000_000;
    const known = new RevocationSet(100, () => now);
    known.take(
      told(
        [
          ['heard', 4],
          ['both', 2],
        ] as [string, number][],
        10,
      ),
      { startedAt: now, receivedAt: NOW },
    );
    const rights = [
      ['stored', 1, 90],
      ['both', 3, 50],
      ['heard', 3, 10],
    ] as const;
    known.recall({ reached: { asOf: 20, etag: 'x', rightsAsOf: 15 }, revoked: [], rights, deletedTo: 7 });
    expect(['stored', 'both', 'heard'].map((sub) => known.rights.versionOf(sub))).toEqual([1, 3, 4]);
    expect(known.state).toEqual({ iat: 1, asOf: 20, rightsAsOf: 15, etag: 'x', deletedTo: 7 });
    now += 11_000;
    known.prune();
    expect(['stored', 'both', 'heard'].map((sub) => known.rights.versionOf(sub))).toEqual([undefined, 3, 4]);
  });

  test('is of unknown age until a bank tells of rights', () => {
    let now = 10_000;
    const known = new RevocationSet(1020, () => now);
    known.take(said('set', 1, { iat: 1, as_of: 1 }), { startedAt: 9_000, receivedAt: NOW });
    expect([known.age(), known.rightsAge()]).toEqual([1, Infinity]);
    now = 12_000;
    known.take(said('set', 2, { iat: 2, as_of: 1 }), { startedAt: 12_000, receivedAt: NOW });
    now = 15_000;
    known.take(said('set', 1, { iat: 3, as_of: 2 }), { startedAt: 14_000, receivedAt: NOW });
    expect([known.age(), known.rightsAge()]).toEqual([1, 3]);
  });
});

test('replicas of two releases that answer in turn are not asked without pause', () => {
  expect([pauseOf(0, 0, 1, true), pauseOf(0, 90, 1, true), pauseOf(0, 0, 1, false)]).toEqual([250, 900, 10]);
});
