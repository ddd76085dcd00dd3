import { describe, expect, test } from '@jest/globals';
import { decideLoginNavigation, mayGoToLogin, readNavigationTimes } from '../src/session/login-navigation.rules.js';

const NOW = 1_000_000;

describe('going to the login', () => {
  test('is allowed three times a minute', () => {
    let times: readonly number[] = [];
    for (const at of [NOW, NOW + 1, NOW + 2]) {
      const decision = decideLoginNavigation(times, at);
      expect(decision.allowed).toBe(true);
      times = decision.times;
    }
    expect(decideLoginNavigation(times, NOW + 3)).toEqual({ allowed: false, times });
  });

  test('is allowed again once a minute has passed', () => {
    const times = [NOW, NOW + 1, NOW + 2];
    expect(decideLoginNavigation(times, NOW + 59_999).allowed).toBe(false);
    expect(decideLoginNavigation(times, NOW + 60_000)).toEqual({
      allowed: true,
      times: [NOW + 1, NOW + 2, NOW + 60_000],
    });
  });

  test('is not held up by times that lie ahead, as after a clock was set back', () => {
    const ahead = [NOW + 10_000, NOW + 10_001, NOW + 10_002];
    expect(decideLoginNavigation(ahead, NOW)).toEqual({ allowed: true, times: [NOW] });
  });
});

test.each([[null], [''], ['{'], ['{}'], ['"x"'], ['[null,"1",1.5]']])('remembered times %j count as none', (text) => {
  expect(readNavigationTimes(text)).toEqual([]);
});

test('remembered times are read back', () => {
  expect(readNavigationTimes('[1,2]')).toEqual([1, 2]);
});

describe('the way to the login', () => {
  test.each([
    ['there', false, true],
    ['there', true, true],
    ['slow', false, true],
    ['slow', true, false],
    ['away', false, false],
    ['away', true, false],
  ] as const)('with a bank that is %s, just logged out %s, is taken: %s', (bank, isLoggedOut, isTaken) => {
    expect(mayGoToLogin(bank, isLoggedOut)).toBe(isTaken);
  });
});
