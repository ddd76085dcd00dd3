import { describe, expect, test } from '@jest/globals';
import { decideRefresh, type RefreshFacts } from '../src/refresh/refresh.rules.js';

const limits = { idleSeconds: 1800, graceSeconds: 10 };
const facts: RefreshFacts = {
  presented: 5,
  current: 5,
  seedFits: true,
  endReason: null,
  isDisabled: false,
  secondsLeft: 40_000,
  secondsUnused: 300,
};
const replaced = { current: 6, secondsUnused: 3 };

describe('a refresh that the row did not take', () => {
  test.each([
    ['the token in force', {}, 'rotate'],
    ['the token in force a moment before the idle limit', { secondsUnused: 1799.999 }, 'rotate'],
    ['the token in force in its last second', { secondsLeft: 1 }, 'rotate'],
    ['a token in force whose seed is not the row’s', { seedFits: false }, 'end refresh_reused'],
    ['the token before, within the grace', replaced, 'repeat'],
    ['the token before, when its grace is over', { ...replaced, secondsUnused: 10 }, 'end refresh_reused'],
    ['the token before, of another line', { ...replaced, seedFits: false }, 'end refresh_reused'],
    ['the token before that one, within the grace', { current: 7, secondsUnused: 0 }, 'end refresh_reused'],
    ['the first token of a long session', { presented: 1, current: 140 }, 'end refresh_reused'],
    ['a token that is newer than the row', { current: 4 }, 'refuse'],
    ['a token of a session that has none', { current: 0, seedFits: false }, 'refuse'],
    ['a session not used for too long', { secondsUnused: 1800 }, 'end idle'],
    ['a session at its absolute limit', { secondsLeft: 0 }, 'end absolute'],
    ['a session beyond both limits', { secondsLeft: -5, secondsUnused: 9000 }, 'end absolute'],
    ['a disabled person', { isDisabled: true }, 'end ended_by_bank'],
    ['a disabled person, too late', { isDisabled: true, secondsUnused: 1800 }, 'end idle'],
    ['a session that was logged out', { endReason: 'logout' }, 'tell logout'],
    ['an old token of a session that was logged out', { ...replaced, endReason: 'logout' }, 'tell logout'],
    ['a session that was ended long ago', { endReason: 'everywhere', secondsLeft: -9000 }, 'tell everywhere'],
    ['a clock that was set back', { ...replaced, secondsUnused: -2 }, 'repeat'],
  ] as [string, Partial<RefreshFacts>, string][])('%s: %o → %s', (_, change, expected) => {
    expect(Object.values(decideRefresh({ ...facts, ...change }, limits)).join(' ')).toBe(expected);
  });

  test('without a grace the token before is never repeated', () => {
    const decision = decideRefresh({ ...facts, ...replaced, secondsUnused: 0 }, { ...limits, graceSeconds: 0 });
    expect(decision).toEqual({ act: 'end', reason: 'refresh_reused' });
  });
});
