import { describe, expect, test } from '@jest/globals';
import { mayGo, readAttempts, withAttempt, type Attempts } from '../web/src/renew/attempts.rules.js';

const NOW = 1_000_000_000;
const PLAN = 'https://pension.example.com/plan';
const ago = (...seconds: number[]): string => JSON.stringify({ [PLAN]: seconds.map((one) => NOW - one * 1000) });

describe('a person whose login is renewed for a page', () => {
  test.each([
    ['is sent there at first', null, true],
    ['is sent there for the third time within a minute', ago(10, 20), true],
    ['is not sent there for the fourth time', ago(10, 20, 30), false],
    ['is sent there again once the first time is a minute ago', ago(10, 20, 60), true],
    ['is not held up by times that lie ahead, of a clock that was set back', ago(-10, -20, -30), true],
    ['is not held up by what cannot be read', '{"', true],
    ['is not held up by what is no list of times', '{"https://pension.example.com/plan":3}', true],
  ])('%s', (_, kept, expected) => {
    expect(mayGo(readAttempts(kept, NOW), PLAN)).toBe(expected);
  });

  test('may go to another page at the same time, and only what is young is kept', () => {
    const kept = readAttempts(JSON.stringify({ [PLAN]: [NOW - 1, NOW - 2, NOW - 3], old: [1] }), NOW);
    expect(mayGo(kept, 'https://pension.example.com/')).toBe(true);
    const both = withAttempt(kept, '/', NOW);
    expect(both).toEqual({ [PLAN]: [NOW - 1, NOW - 2, NOW - 3], '/': [NOW] } satisfies Attempts);
  });
});
