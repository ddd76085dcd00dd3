import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RevocationsClaims } from '../src/contract/index.js';
import {
  revocationSeconds,
  NOTHING_HEARD,
  pauseOf,
  stepOf,
  waitOf,
  type FeedState,
} from '../src/revocations/feed.rules.js';
import { RevocationSet } from '../src/revocations/revocation-set.js';
import { TEST_ISSUER } from '@latchkey/testing/tokens';

const NOW = 100_000;
type Told = { iat: number; etag?: string; as_of?: number; since?: number; sids?: string[] };
const set = ({ iat, etag = 'e', as_of = 0, sids = [] }: Told): RevocationsClaims => ({
  kind: 'set',
  iss: TEST_ISSUER,
  iat,
  etag,
  as_of,
  sids,
});
const delta = ({ since = 0, ...told }: Told): RevocationsClaims => ({ ...set(told), kind: 'delta', since }) as never;
const heartbeat = ({ iat, etag = 'e' }: Told): RevocationsClaims => ({
  kind: 'heartbeat',
  iss: TEST_ISSUER,
  iat,
  etag,
});

const held: FeedState = { ...NOTHING_HEARD, iat: 100, asOf: 5000, etag: 'e' };
const nothingElse = { rights: [], deletions: undefined, deletionReason: undefined, renewsRights: false };

describe('what is followed', () => {
  test.each([
    [
      'the first set',
      NOTHING_HEARD,
      set({ iat: 1, as_of: 1, sids: ['a'] }),
      { ...NOTHING_HEARD, iat: 1, asOf: 1, etag: 'e' },
      ['a'],
      true,
    ],
    [
      'a newer set',
      held,
      set({ iat: 101, as_of: 6000, etag: 'f', sids: ['a'] }),
      { ...held, iat: 101, asOf: 6000, etag: 'f' },
      ['a'],
      true,
    ],
    ['the same set, signed again', held, set({ iat: 101, as_of: 5000 }), { ...held, iat: 101 }, [], true],
    [
      'a newer set of the same second',
      held,
      set({ iat: 100, as_of: 5001, sids: ['a'] }),
      { ...held, asOf: 5001 },
      ['a'],
      false,
    ],
    [
      'a newer set from a clock behind',
      held,
      set({ iat: 98, as_of: 5001, sids: ['a'] }),
      { ...held, asOf: 5001 },
      ['a'],
      false,
    ],
    [
      'a delta that overlaps',
      held,
      delta({ iat: 101, since: 4000, as_of: 6000, sids: ['a'] }),
      { ...held, iat: 101, asOf: 6000 },
      ['a'],
      true,
    ],
    [
      'a delta that touches',
      held,
      delta({ iat: 101, since: 5000, as_of: 6000 }),
      { ...held, iat: 101, asOf: 6000 },
      [],
      true,
    ],
    ['a heartbeat of the set that is held', held, heartbeat({ iat: 101 }), { ...held, iat: 101 }, [], true],
    ['one of the same second', held, heartbeat({ iat: 100 }), held, [], false],
  ])('%s', (_, state, message, after, learns, renews) => {
    expect(stepOf(state, message, NOW)).toEqual({ ...nothingElse, state: after, learns, renews, reason: undefined });
  });
});

describe('what is not followed', () => {
  const whole = { ...held, etag: undefined };
  test.each([
    ['a replayed heartbeat', held, heartbeat({ iat: 99 }), held, 'iat_back'],
    ['a heartbeat of another set', held, heartbeat({ iat: 101, etag: 'f' }), whole, 'etag_unknown'],
    ['a heartbeat before any set', NOTHING_HEARD, heartbeat({ iat: 1 }), NOTHING_HEARD, 'etag_unknown'],
    ['a replayed set', held, set({ iat: 90, as_of: 4000, sids: ['a'] }), held, 'as_of_back'],
    ['a replayed delta', held, delta({ iat: 90, since: 1, as_of: 4000, sids: ['a'] }), held, 'as_of_back'],
    [
      'a delta with a gap before it',
      held,
      delta({ iat: 100, since: 5001, as_of: 6000, sids: ['a'] }),
      whole,
      'delta_gap',
    ],
    ['a delta before any set', NOTHING_HEARD, delta({ iat: 0, since: 1, as_of: 2 }), NOTHING_HEARD, 'delta_gap'],
  ])('%s', (_, state, message, after, reason) => {
    const learns = message.kind === 'heartbeat' ? [] : message.sids;
    expect(stepOf(state, message, NOW)).toEqual({ ...nothingElse, state: after, learns, renews: false, reason });
  });

  test('a session that is named is over all the same, but nothing else is proved', () => {
    const behind = stepOf(held, set({ iat: 101, as_of: 4999, sids: ['a'] }), NOW);
    expect(behind).toEqual({ ...nothingElse, state: held, learns: ['a'], renews: false, reason: 'as_of_back' });
    const gap = stepOf(held, delta({ iat: 101, since: 5001, as_of: 6000, sids: ['a'] }), NOW);
    expect(gap).toEqual({ ...nothingElse, state: whole, learns: ['a'], renews: false, reason: 'delta_gap' });
  });
});

describe('whatever order, repetition and loss of answers', () => {
  // A bank that revokes one session after the other, and everything that it could have signed on the way.
  const said = fc
    .record({
      ended: fc.integer({ min: 0, max: 20 }),
      iat: fc.integer({ min: 1, max: 30 }),
      since: fc.nat(20),
      kind: fc.nat(2),
    })
    .map(({ ended, iat, since, kind }) => {
      const all = Array.from({ length: ended }, (_, i) => `s${i + 1}`);
      const told = { iat, as_of: ended + 1, etag: `e${ended}` };
      if (kind === 0) return heartbeat(told);
      return kind === 1 ? set({ ...told, sids: all }) : delta({ ...told, since: since + 1, sids: all.slice(since) });
    });
  const steps = fc.array(fc.record({ message: said, seconds: fc.nat(400) }), { maxLength: 60 });

  test('a session once learnt is not lost before its time, and gone soon after', () => {
    fc.assert(
      fc.property(steps, (list) => {
        let now = 0;
        const known = new RevocationSet(1020, () => now);
        const first = new Map<string, number>();
        for (const { message, seconds } of list) {
          now += seconds * 1000;
          known.prune();
          const held = new Set([...first.keys()].filter((sid) => known.has(sid)));
          const { learnt } = known.take(message, { startedAt: now, receivedAt: NOW });
          expect(learnt.filter((sid) => held.has(sid))).toEqual([]);
          for (const sid of learnt) first.set(sid, now);
          for (const [sid, at] of first) expect(known.has(sid)).toBe(now - at <= 1_020_000);
        }
      }),
    );
  });

  test('nothing goes back in time, and complete knowledge is complete', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const known = new RevocationSet(Infinity, () => 0);
        for (const { message } of list) {
          const before = known.state;
          const { reason } = known.take(message, { startedAt: 0, receivedAt: NOW });
          expect(known.state.asOf).toBeGreaterThanOrEqual(before.asOf);
          expect(known.state.iat).toBeGreaterThanOrEqual(before.iat);
          if (reason !== undefined) expect(known.state.asOf).toBe(before.asOf);
          for (let i = 1; i < known.state.asOf; i++) expect(known.has(`s${i}`)).toBe(true);
        }
      }),
    );
  });

  test('the age is that of the question whose answer was signed last', () => {
    let now = 0;
    const known = new RevocationSet(1020, () => now);
    expect(known.age()).toBe(Infinity);
    const take = (message: RevocationsClaims, startedAt: number) => known.take(message, { startedAt, receivedAt: NOW });
    now = 10_000;
    take(set({ iat: 10, as_of: 1 }), 9_000);
    expect(known.age()).toBe(1);
    now = 15_000;
    take(heartbeat({ iat: 10 }), 14_000);
    take(heartbeat({ iat: 9 }), 14_500);
    take(heartbeat({ iat: 99, etag: 'f' }), 14_500);
    expect(known.age()).toBe(6);
  });
});

describe('a stored copy', () => {
  const nothingStored = { reached: undefined, revoked: [], rights: [], deletedTo: 0 };
  test('joins what was heard meanwhile, and each session keeps its own time', () => {
    let now = 1_000_000;
    const known = new RevocationSet(100, () => now);
    known.take(set({ iat: 1, as_of: 10, sids: ['both', 'new'] }), { startedAt: now, receivedAt: NOW });
    known.recall({
      ...nothingStored,
      reached: { asOf: 20, etag: 'x', rightsAsOf: 0 },
      revoked: [
        ['old', 90],
        ['both', 50],
      ],
    });
    expect([known.size, known.state, known.age()]).toEqual([3, { ...NOTHING_HEARD, iat: 1, asOf: 20, etag: 'x' }, 0]);
    now += 11_000;
    known.prune();
    expect(['old', 'both', 'new'].map((sid) => known.has(sid))).toEqual([false, true, true]);
    now += 40_000;
    known.prune();
    expect(['both', 'new'].map((sid) => known.has(sid))).toEqual([false, true]);
  });

  test('is of unknown age, and an older one moves nothing back', () => {
    const known = new RevocationSet(100);
    known.recall({ ...nothingStored, reached: { asOf: 20, etag: 'x', rightsAsOf: 0 } });
    expect([known.age(), known.state]).toEqual([Infinity, { ...NOTHING_HEARD, asOf: 20, etag: 'x' }]);
    known.recall({ ...nothingStored, reached: { asOf: 10, etag: 'y', rightsAsOf: 0 } });
    expect(known.state.etag).toBe('x');
  });
});

describe('pauses', () => {
  test('after failures grow, never alike, and stay below two seconds', () => {
    expect([1, 2, 3, 9, 99].map((failures) => pauseOf(failures, 0, 1))).toEqual([100, 200, 400, 2000, 2000]);
    expect(pauseOf(1, 0, 0)).toBe(50);
  });

  test('after an answer leave most of the time to everything else', () => {
    expect([pauseOf(0, 0, 1), pauseOf(0, 30, 1), pauseOf(0, 900, 1)]).toEqual([10, 300, 1000]);
  });

  test('a reader that failed or never heard does not wait at the bank', () => {
    expect([waitOf(0, 3), waitOf(1, 3), waitOf(0, Infinity)]).toEqual([5, 0, 0]);
  });

  test('a session is kept two minutes beyond the life of its last token', () =>
    expect(revocationSeconds(900)).toBe(1020));
});
