import { describe, expect, test } from '@jest/globals';
import { readableClock, decideExpiry, isStillThere, leadOf, spokenLeft } from '../src/session/session-expiry.rules.js';
import type { ExpiryDecision, SessionTimes } from '../src/session/session-expiry.rules.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FRESH: SessionTimes = {
  tokenMs: 0,
  loginMs: 0,
  idleMs: 30 * MINUTE,
  absoluteMs: 12 * HOUR,
  isAbsoluteKnown: false,
};
const idle = (leftMs: number): ExpiryDecision => ({ kind: 'warn', limit: 'idle', leftMs });
const absolute = (leftMs: number): ExpiryDecision => ({ kind: 'warn', limit: 'absolute', leftMs });

describe('the end of a session', () => {
  const cases: [string, Partial<SessionTimes>, ExpiryDecision][] = [
    ['is nothing to speak of at first', {}, { kind: 'quiet', forMs: 28 * MINUTE }],
    ['is silent until two minutes before', { tokenMs: 28 * MINUTE - 1 }, { kind: 'quiet', forMs: 1 }],
    ['warns two minutes before it is idle', { tokenMs: 28 * MINUTE }, idle(2 * MINUTE)],
    ['warns of a short limit when a quarter of it is left', { idleMs: 20_000, tokenMs: 15_000 }, idle(5_000)],
    ['is not over while clocks of whole seconds may be wrong', { tokenMs: 30 * MINUTE + 1_999 }, idle(0)],
    ['is over two seconds after the limit', { tokenMs: 30 * MINUTE + 2_000 }, { kind: 'over', limit: 'idle' }],
    ['warns two minutes before the longest time', { loginMs: 12 * HOUR - 2 * MINUTE }, absolute(2 * MINUTE)],
    [
      'speaks of the limit that staying does not move when both are near',
      { tokenMs: 29 * MINUTE, loginMs: 12 * HOUR - MINUTE },
      absolute(MINUTE),
    ],
    [
      'leaves in peace who knows of the longest time',
      { loginMs: 12 * HOUR - MINUTE, isAbsoluteKnown: true },
      { kind: 'quiet', forMs: MINUTE + 2_000 },
    ],
    [
      'does not offer to stay beyond the longest time',
      { tokenMs: 28.5 * MINUTE, loginMs: 12 * HOUR - MINUTE, isAbsoluteKnown: true },
      { kind: 'quiet', forMs: MINUTE + 2_000 },
    ],
    [
      'still asks who knows of the longest time, and is idle before it',
      { tokenMs: 29.5 * MINUTE, loginMs: 12 * HOUR - MINUTE, isAbsoluteKnown: true },
      idle(MINUTE / 2),
    ],
    [
      'is the longest time when both are past',
      { tokenMs: HOUR, loginMs: 13 * HOUR },
      { kind: 'over', limit: 'absolute' },
    ],
  ];
  test.each(cases)('%s', (_, given, decision) => {
    expect(decideExpiry({ ...FRESH, ...given })).toEqual(decision);
  });
});

describe('the lead of a warning', () => {
  test.each([
    [30 * MINUTE, 2 * MINUTE],
    [8 * MINUTE, 2 * MINUTE],
    [4 * MINUTE, MINUTE],
  ])('of a limit of %i ms is %i ms', (limit, lead) => {
    expect(leadOf(limit)).toBe(lead);
  });
});

describe('the last use', () => {
  test.each([
    ['since the renewal, a moment ago, is staying', 1_000, 28 * MINUTE, true],
    ['from before the renewal is not', 5 * MINUTE, 4 * MINUTE, false],
    ['more than half the limit ago is not', 16 * MINUTE, 28 * MINUTE, false],
  ])('%s', (_, sinceUse, token, isThere) => {
    expect(isStillThere(sinceUse, token, 30 * MINUTE)).toBe(isThere);
  });
});

describe('what is left', () => {
  test.each([
    [120_000, '2:00', '2 minutes left'],
    [118_000, '1:58', '2 minutes left'],
    [60_000, '1:00', '1 minute left'],
    [29_400, '0:30', '30 seconds left'],
    [4_001, '0:05', '10 seconds left'],
    [0, '0:00', '10 seconds left'],
    [150_000, '2:30', ''],
  ])('of %i ms is shown as %s and said as "%s"', (left, shown, said) => {
    expect(readableClock(left)).toBe(shown);
    expect(spokenLeft(left, 150_000)).toBe(said);
  });

  test.each([
    [75_000, 75_000, '75 seconds left'],
    [75_000, 61_000, '75 seconds left'],
    [75_000, 59_000, '1 minute left'],
    [14_600, 14_600, '15 seconds left'],
    [14_600, 9_000, '10 seconds left'],
    [0, 0, '0 seconds left'],
  ])('is never said to be more than the %i ms at first: of %i ms "%s"', (from, left, said) => {
    expect(spokenLeft(left, from)).toBe(said);
  });
});
