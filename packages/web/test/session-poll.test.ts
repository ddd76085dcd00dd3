import { describe, expect, test } from '@jest/globals';
import { untilPollDue } from '../src/session/session-poll.rules.js';
import type { PollCause, PollTimes } from '../src/session/session-poll.rules.js';

const SECOND = 1_000;
const KNOWN: PollTimes = {
  heardMs: 0,
  failedMs: Infinity,
  tokenMs: 0,
  tokenLifeMs: 900 * SECOND,
  isHere: true,
  isStreaming: false,
};

describe('the next question about a session', () => {
  const cases: [string, PollCause, Partial<PollTimes>, number][] = [
    ['is asked at a return when the last news is five seconds old', 'return', { heardMs: 5 * SECOND }, 0],
    ['is not asked at a return before', 'return', { heardMs: 4 * SECOND }, SECOND],
    ['is asked at a use when the last news is 15 seconds old', 'use', { heardMs: 15 * SECOND }, 0],
    ['is not asked at a use before', 'use', { heardMs: 14 * SECOND }, SECOND],
    ['is asked by itself after a minute', 'time', { heardMs: 60 * SECOND }, 0],
    ['waits for the rest of the minute', 'time', { heardMs: 20 * SECOND }, 40 * SECOND],
    [
      'is not asked by a page that nobody sees, or offline',
      'time',
      { heardMs: 300 * SECOND, tokenMs: 300 * SECOND, isHere: false },
      510 * SECOND,
    ],
    [
      'is not asked where a stream would tell',
      'return',
      { heardMs: 300 * SECOND, tokenMs: 300 * SECOND, isStreaming: true },
      510 * SECOND,
    ],
    [
      'is asked by any page near the end of the token',
      'time',
      { heardMs: 400 * SECOND, tokenMs: 810 * SECOND, isHere: false },
      0,
    ],
    [
      'is not asked near the end of the token twice',
      'time',
      { heardMs: 10 * SECOND, tokenMs: 820 * SECOND, isHere: false },
      Infinity,
    ],
    ['does not happen once the token is over', 'return', { heardMs: 500 * SECOND, tokenMs: 900 * SECOND }, Infinity],
    ['does not happen without a session', 'return', { heardMs: Infinity, tokenLifeMs: 0 }, Infinity],
    [
      'is not repeated within a minute after a failure',
      'return',
      { heardMs: 100 * SECOND, failedMs: 10 * SECOND },
      50 * SECOND,
    ],
    [
      'is not repeated near the end of the token within a minute after a failure',
      'time',
      { heardMs: 400 * SECOND, tokenMs: 830 * SECOND, failedMs: SECOND },
      59 * SECOND,
    ],
    ['forgets a failure that an answer came after', 'return', { heardMs: 6 * SECOND, failedMs: 10 * SECOND }, 0],
  ];
  test.each(cases)('%s', (_, cause, given, until) => {
    expect(untilPollDue(cause, { ...KNOWN, ...given })).toBe(until);
  });
});
