import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { outcomeOf, pauseAfter, secondsLeft, type Outcome } from '../src/logout/logout.rules.js';
import { stillHeld } from '../src/revocations/local-revocations.rules.js';

describe('what the bank answers', () => {
  test.each<[number, string | undefined, number, Outcome]>([
    [204, undefined, 1, 'delivered'],
    [200, undefined, 1, 'delivered'],
    [401, 'session_ended', 1, 'refused'],
    [401, 'token_expired', 1, 'refused'],
    [401, 'token_invalid', 1, 'failed'],
    [401, 'token_invalid', 5, 'failed'],
    [401, 'token_invalid', 6, 'refused'],
    [401, 'clock_skew', 99, 'failed'],
    [401, 'token_missing', 99, 'failed'],
    [401, undefined, 99, 'failed'],
    [403, undefined, 99, 'failed'],
    [404, undefined, 99, 'failed'],
    [429, undefined, 99, 'failed'],
    [500, undefined, 99, 'failed'],
    [503, 'session_ended', 99, 'failed'],
    [302, undefined, 99, 'failed'],
  ])('%s %s at try %s means %s', (status, code, tries, outcome) => {
    expect(outcomeOf(status, code, tries)).toBe(outcome);
  });

  test('nothing but a yes and the last words of the bank let go of a logout', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 599 }), fc.string(), fc.nat(), (status, code, tries) => {
        fc.pre(!['session_ended', 'token_expired', 'token_invalid'].includes(code));
        return outcomeOf(status, code, tries) === 'failed';
      }),
    );
  });
});

describe('the pause after failures', () => {
  test.each([
    [1, 125, 250],
    [2, 250, 500],
    [5, 2_000, 4_000],
    [6, 2_500, 5_000],
    [1_000_000, 2_500, 5_000],
  ])('%s in a row: %s to %s ms', (failures, shortest, longest) => {
    expect([pauseAfter(failures, 0), pauseAfter(failures, 1)]).toEqual([shortest, longest]);
  });

  test('never shrinks with another failure, never exceeds 5 s, is never nothing', () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.nat(), chance, (failures, spread) => {
        const pause = pauseAfter(failures, spread);
        return pause >= 125 && pause <= 5_000 && pauseAfter(failures + 1, spread) >= pause;
      }),
    );
  });
});

test.each([
  [1_000, 0, 1_000_000, 0],
  [1_000, 60, 1_000_000, 60],
  [1_000, 60, 1_000_001, 59],
  [1_000, 60, 1_059_999, 0],
  [1_000, 60, 9_000_000, 0],
])('a session of %s that lasts %s s has, at %s ms, %s s left', (auth_time, absolute, now, left) => {
  expect(secondsLeft({ auth_time }, absolute, now)).toBe(left);
});

describe('what is held after a reading of the table', () => {
  const hold = 1_000;

  test('is what it has, from now on', () => {
    expect(stillHeld(new Map([['a', 0]]), ['a', 'b'], 500, hold)).toEqual(
      new Map([
        ['a', 500],
        ['b', 500],
      ]),
    );
  });

  test('and what has gone from it, for as long as a token may live', () => {
    expect([...stillHeld(new Map([['a', 0]]), [], 999, hold).keys()]).toEqual(['a']);
    expect([...stillHeld(new Map([['a', 0]]), [], 1_000, hold).keys()]).toEqual([]);
  });
});
