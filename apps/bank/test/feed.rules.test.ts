import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deletionPage, deltaFor, feedRequest, isWorthwhile, type FeedParameters } from '../src/feed/feed.rules.js';

describe('what a request says', () => {
  test.each([
    ['"abc-1"', 'wait=5', '1700000000000', { etag: 'abc-1', wait: 5, since: 1_700_000_000_000 }],
    ['W/"abc"', 'respond-async, wait=3', undefined, { etag: 'abc', wait: 3, since: undefined }],
    ['"a"', 'WAIT=60; foo', '1', { etag: 'a', wait: 5, since: 1 }],
    [undefined, undefined, undefined, { etag: undefined, wait: 0, since: undefined }],
    ['*', 'await=5', '0', { etag: undefined, wait: 0, since: undefined }],
    ['"a", "b"', 'wait=-5', '-1', { etag: undefined, wait: 0, since: undefined }],
    ['', 'wait=5x', ' 5', { etag: undefined, wait: 0, since: undefined }],
    [['"a"'], ['wait=5'], ['1', '2'], { etag: undefined, wait: 0, since: undefined }],
  ])('%j, %j, %j', (ifNoneMatch, prefer, since, expected) => {
    const heard = expected.since ?? 0;
    expect(feedRequest({ ifNoneMatch, prefer, since })).toEqual({
      ...expected,
      ver: 1,
      heard,
      deletedAfter: undefined,
    });
  });

  test.each<[FeedParameters, object]>([
    [
      { since: '9', rightsSince: '7', deletedAfter: '3' },
      { ver: 1, since: 9, heard: 9, deletedAfter: undefined },
    ],
    [
      { ver: '2', since: '9', rightsSince: '7', deletedAfter: '3' },
      { ver: 2, since: 7, heard: 9, deletedAfter: 3 },
    ],
    [
      { ver: '2', since: '7', rightsSince: '9', deletedAfter: '0' },
      { ver: 2, since: 7, heard: 9, deletedAfter: 0 },
    ],
    [
      { ver: '2', since: '7' },
      { ver: 2, since: undefined, heard: 7, deletedAfter: undefined },
    ],
    [
      { ver: '2', rightsSince: '7' },
      { ver: 2, since: undefined, heard: 7, deletedAfter: undefined },
    ],
    [
      { ver: '2', deletedAfter: '00' },
      { ver: 2, since: undefined, deletedAfter: undefined },
    ],
    [
      { ver: '2', deletedAfter: '-1' },
      { ver: 2, since: undefined, deletedAfter: undefined },
    ],
    [
      { ver: '2', deletedAfter: '1e3' },
      { ver: 2, since: undefined, deletedAfter: undefined },
    ],
    [
      { ver: '2', deletedAfter: '9'.repeat(16) },
      { ver: 2, since: undefined, deletedAfter: undefined },
    ],
    [{ ver: ['2', '2'], deletedAfter: '3' }, { ver: 1 }],
    [{ ver: 2 }, { ver: 1 }],
    [{ ver: '3' }, { ver: 1 }],
    [{ ver: ' 2' }, { ver: 1 }],
    [{ ver: '2.0' }, { ver: 1 }],
  ])('%j', (asked, expected) => expect(feedRequest(asked)).toMatchObject(expected));

  test('is never more than it may be, whatever is written', () => {
    const anything = fc.oneof(fc.string(), fc.anything(), fc.constantFrom('2', '1', '0'));
    const asked = fc.record({
      ifNoneMatch: anything,
      prefer: anything,
      ver: anything,
      since: anything,
      rightsSince: anything,
      deletedAfter: anything,
    });
    fc.assert(
      fc.property(asked, (parameters) => {
        const { wait, ver, since, heard, deletedAfter } = feedRequest(parameters);
        expect(wait >= 0 && wait <= 5).toBe(true);
        expect([1, 2]).toContain(ver);
        for (const number of [since, heard, deletedAfter])
          expect(number === undefined || Number.isSafeInteger(number)).toBe(true);
      }),
    );
  });
});

describe('a page of deleted accounts', () => {
  const range = (newest: number, start = 0, recent: readonly number[] = []) => ({
    newest,
    start,
    wasNewest: (cursor: number) => recent.includes(cursor),
  });
  test.each([
    ['is empty for who stands at the newest', 5432, range(5432), { after: 5432, to: 5432, lag: 'none' }],
    ['is empty while nobody was deleted', 0, range(0), { after: 0, to: 0, lag: 'none' }],
    ['begins on a thousand', 5431, range(5432), { after: 5000, to: 5432, lag: 'near' }],
    ['begins on the thousand before', 4999, range(5432), { after: 4000, to: 5432, lag: 'near' }],
    ['is exact for who was told a moment ago', 5430, range(5432, 0, [5430]), { after: 5430, to: 5432, lag: 'none' }],
    ['ends on a ten thousand for who is far behind', 123, range(45_432), { after: 0, to: 10_000, lag: 'far' }],
    ['goes on from there', 10_000, range(45_432), { after: 10_000, to: 20_000, lag: 'far' }],
    ['ends with the list', 44_000, range(45_432), { after: 40_000, to: 45_432, lag: 'far' }],
    [
      'is never longer, though all of it came at once',
      5430,
      range(25_432, 0, [5430]),
      { after: 0, to: 10_000, lag: 'far' },
    ],
    ['leaves out what is not kept', 0, range(45_432, 31_234), { after: 0, to: 40_000, lag: 'far' }],
    ['leaves it out for who was told some of it', 17, range(45_432, 45_000), { after: 0, to: 45_432, lag: 'near' }],
    ['shows the end to who was told of more', 9000, range(5432), { after: 5432, to: 5432, lag: 'none' }],
  ])('%s', (_, cursor, list, expected) => expect(deletionPage(cursor, list)).toEqual(expected));

  test('leaves nothing out, has at most 10,000, leads on to the newest, and takes few forms', () => {
    const newest = fc.integer({ min: 0, max: 60_000 });
    const forms = new Set<string>();
    fc.assert(
      fc.property(newest, fc.integer({ min: 0, max: 70_000 }), fc.nat(60_000), (last, cursor, gone) => {
        const list = range(last, Math.min(gone, last));
        const { after, to } = deletionPage(cursor, list);
        expect(after).toBeLessThanOrEqual(cursor);
        expect(to).toBeLessThanOrEqual(last);
        expect(to - Math.max(after, list.start)).toBeLessThanOrEqual(10_000);
        expect(to === last || to > cursor).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70_000 }), (cursor) => {
        const { after, to } = deletionPage(cursor, range(55_555));
        forms.add(`${after} ${to}`);
      }),
      { numRuns: 2000 },
    );
    expect(forms.size).toBeLessThanOrEqual(9);
  });
});

describe('a delta', () => {
  const asOf = 1_700_000_123_456;
  const kept = 1_020_000;
  test.each([
    ['of a short set is the set', asOf - 1000, 1000, undefined],
    [
      'begins on a step, 30 s or more before what is known',
      asOf - 1000,
      1001,
      { from: 1_700_000_090_000, isLong: false },
    ],
    ['reaches back by longer steps to long ago', asOf - 61_000, 1001, { from: 1_699_999_920_000, isLong: true }],
    ['from before what is kept is the set', asOf - kept, 1001, undefined],
    ['from the future is the set', asOf + 1, 1001, undefined],
    ['from nowhere is the set', undefined, 1001, undefined],
  ])('%s', (_, since, active, expected) => {
    expect(deltaFor(since, asOf, kept, active)).toEqual(expected);
  });

  test('leaves no gap, reaches no further back than what is kept, and has few beginnings', () => {
    const beginnings = new Set<number>();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: kept }), (ago) => {
        const delta = deltaFor(asOf - ago, asOf, kept, 50_000);
        if (delta === undefined) return;
        beginnings.add(delta.from);
        expect(delta.from).toBeLessThanOrEqual(asOf - ago - 30_000);
      }),
      { numRuns: 1000 },
    );
    expect(beginnings.size).toBeLessThan(16);
  });

  test('begins on long steps for who lags in the deletions', () => {
    expect(deltaFor(asOf - 1000, asOf, kept, 5001, true)).toEqual({ from: 1_699_999_920_000, isLong: true });
  });

  test.each([
    [100, 200, true],
    [101, 200, false],
  ])('of %i among %i is worth it: %s', (delta, active, expected) => {
    expect(isWorthwhile(delta, active)).toBe(expected);
  });
});
