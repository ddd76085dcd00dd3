import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deltaFor, feedRequest, isWorthwhile } from '../src/feed/feed.rules.js';

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
    expect(feedRequest(ifNoneMatch, prefer, since)).toEqual(expected);
  });

  test('is never more than it may be, whatever is written', () => {
    const anything = fc.oneof(fc.string(), fc.anything());
    fc.assert(
      fc.property(anything, anything, anything, (etag, prefer, since) => {
        const request = feedRequest(etag, prefer, since);
        expect(request.wait >= 0 && request.wait <= 5).toBe(true);
        expect(request.since === undefined || Number.isSafeInteger(request.since)).toBe(true);
      }),
    );
  });
});

describe('a delta', () => {
  const asOf = 1_700_000_123_456;
  const kept = 1_020_000;
  test.each([
    ['of a short set is the set', asOf - 1000, 5000, undefined],
    [
      'begins on a step, 30 s or more before what is known',
      asOf - 1000,
      5001,
      { from: 1_700_000_090_000, isLong: false },
    ],
    ['reaches back by longer steps to long ago', asOf - 61_000, 5001, { from: 1_699_999_920_000, isLong: true }],
    ['from before what is kept is the set', asOf - kept, 5001, undefined],
    ['from the future is the set', asOf + 1, 5001, undefined],
    ['from nowhere is the set', undefined, 5001, undefined],
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

  test.each([
    [100, 200, true],
    [101, 200, false],
  ])('of %i among %i is worth it: %s', (delta, active, expected) => {
    expect(isWorthwhile(delta, active)).toBe(expected);
  });
});
