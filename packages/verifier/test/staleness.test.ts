import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stalenessOf, usualBound, type Knowledge } from '../src/request/staleness.rules.js';

const known = (feedAge: number, tokenAge: number, clockAhead = 0): Knowledge => ({ feedAge, tokenAge, clockAhead });

test.each([
  ['GET', 900],
  ['HEAD', 900],
  ['POST', 300],
  ['PUT', 300],
  ['DELETE', 300],
  [undefined, 300],
])('a route of %s bears %d s unless it says otherwise', (method, seconds) => expect(usualBound(method)).toBe(seconds));

describe('the younger of feed and token counts', () => {
  test.each([
    ['both young', known(1, 1), 'fresh'],
    ['a young feed, an old token', known(5, 899), 'fresh'],
    ['no feed yet, a token just minted', known(Infinity, 0), 'fresh'],
    ['no feed yet, a token from a clock ahead of ours', known(Infinity, -30), 'fresh'],
    ['both exactly at the bound', known(15, 15), 'fresh'],
    ['both a little older', known(15.001, 15.001), 'renew_required'],
    ['no feed yet, an old token', known(Infinity, 16), 'renew_required'],
  ] as const)('%s: %j is %s', (_, knowledge, verdict) => expect(stalenessOf(knowledge, 15)).toBe(verdict));
});

describe('our clock is ahead of the bank, and the feed is cut', () => {
  test.each([
    ['10 s: renewing helps', known(60, 18, 10), 'renew_required'],
    ['10 s: a token just minted passes', known(60, 10, 10), 'fresh'],
    ['61 s: a token that the bank would call old is renewed first', known(60, 161, 61), 'renew_required'],
    ['61 s: a token just minted is refused for the clock', known(60, 61, 61), 'clock_skew'],
    ['61 s, with a feed that is alive: nothing', known(3, 61, 61), 'fresh'],
    ['unknown: renewed', known(Infinity, 61, 0), 'renew_required'],
    ['behind: renewed', known(60, 16, -30), 'renew_required'],
  ] as const)('%s: %j is %s', (_, knowledge, verdict) => expect(stalenessOf(knowledge, 15)).toBe(verdict));
});

test('a token that is minted now is told to be renewed only if that would let it in', () => {
  const seconds = fc.double({ min: -120, max: 120, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0, noNaN: true }), seconds, fc.nat(900), (feedAge, clockAhead, bound) => {
      const minted = stalenessOf({ feedAge, tokenAge: clockAhead, clockAhead }, bound);
      return minted !== 'renew_required';
    }),
  );
});
