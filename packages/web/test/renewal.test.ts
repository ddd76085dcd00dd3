import { describe, expect, test } from '@jest/globals';
import { takeTurn } from '../src/session/rate-limit.rules.js';
import { decideHint } from '../src/session/hint.rules.js';
import type { HintDecision } from '../src/session/hint.rules.js';
import { ageWhenServed, isRenewalDue, renewAge } from '../src/session/renewal.rules.js';
import type { Use } from '../src/session/renewal.rules.js';

const OLD: Use = {
  ageMs: 300_000,
  renewAfterMs: 300_000,
  isVisible: true,
  isBankAway: false,
  sinceFailureMs: undefined,
};

describe('a use of the page', () => {
  const cases: [string, Partial<Use>, boolean][] = [
    ['renews an old token', {}, true],
    ['leaves a young token', { ageMs: 299_999 }, false],
    ['leaves a token of unknown age', { ageMs: undefined }, false],
    ['renews nothing in a hidden tab', { isVisible: false }, false],
    ['renews nothing in a hidden tab when the bank was away', { isVisible: false, isBankAway: true }, false],
    [
      'tries again when the bank was away, whatever the age',
      { ageMs: 1, isBankAway: true, sinceFailureMs: 5_000 },
      true,
    ],
    ['leaves the bank alone for 5 s after a failure', { isBankAway: true, sinceFailureMs: 4_999 }, false],
    ['leaves the bank alone after a refusal too', { sinceFailureMs: 0 }, false],
  ];
  test.each(cases)('%s', (_, given, isDue) => {
    expect(isRenewalDue({ ...OLD, ...given })).toBe(isDue);
  });
});

describe('a used token is renewed', () => {
  test.each([
    [300_000, 1_800_000, 300_000],
    [300_000, 40_000, 10_000],
  ])('from %i ms on at an idle limit of %i ms: %i ms', (renewAfter, idleMs, age) => {
    expect(renewAge(renewAfter, idleMs)).toBe(age);
  });
});

describe('the age of a token', () => {
  test.each([
    [1_000, 1_300_000, 300_000],
    [1_000, 1_000_000, 0],
    // The service's clock is behind the bank's.
    [1_000, 990_000, 0],
    [1_000, NaN, undefined],
  ])('issued at %d s, served at %d ms, is %p ms', (iat, servedAt, age) => {
    expect(ageWhenServed(iat, servedAt)).toBe(age);
  });
});

describe('the hint cookie', () => {
  const cases: [string, string | undefined, string | undefined, boolean, HintDecision][] = [
    ['that stays means nothing', 'a', 'a', true, 'nothing'],
    ['that stays away means nothing', undefined, undefined, false, 'nothing'],
    ['that is gone locks a page with content', 'a', undefined, true, 'lock'],
    ['that is gone means nothing to a page without content', 'a', undefined, false, 'nothing'],
    ['that is new means another person, perhaps', 'a', 'b', true, 'ask'],
    ['that comes means that somebody logged in', undefined, 'b', false, 'ask'],
  ];
  test.each(cases)('%s', (_, seen, now, isShowing, decision) => {
    expect(decideHint(seen, now, isShowing)).toBe(decision);
  });
});

test('renewals are bounded: so many in a window, then none until the oldest is out of it', () => {
  let times: readonly number[] = [];
  for (const now of [0, 10, 20]) {
    const turn = takeTurn(times, now, 3, 1_000);
    expect(turn.allowed).toBe(true);
    times = turn.times;
  }
  expect(takeTurn(times, 999, 3, 1_000).allowed).toBe(false);
  expect(takeTurn(times, 1_000, 3, 1_000)).toEqual({ allowed: true, times: [10, 20, 1_000] });
});
