import { expect, test } from '@jest/globals';
import { isAbout, reasonOf, secondsLeft } from '../web/src/login/attempt-wait.rules.js';

const NOW = 1_800_000_000_000;
const wait = (milliseconds: number) => ({ username: 'ada', until: NOW + milliseconds, reason: 'Too many.' });

test.each([
  ['no wait', undefined, 0],
  ['one that is over', wait(-1), 0],
  ['half a second', wait(500), 1],
  ['42 seconds', wait(42_000), 42],
  ['an hour, which is the longest', wait(3_600_000), 3600],
  ['one from a clock that was set back', wait(86_400_000), 3600],
])('%s leaves so many seconds', (_, imposed, seconds) => {
  expect(secondsLeft(imposed, NOW)).toBe(seconds);
});

test.each([
  ['ada', true],
  ['ADA', true],
  ['grace', false],
  ['', false],
])('a wait for ada is about %j: %s', (username, isIt) => {
  expect(isAbout(wait(1000), username)).toBe(isIt);
});

test('no wait is about nobody', () => {
  expect(isAbout(undefined, 'ada')).toBe(false);
});

test.each([
  ['Too many wrong logins. Please try again in 42 seconds.', 'Too many wrong logins.'],
  ['Too many wrong logins. Please try again in 1 hour.', 'Too many wrong logins.'],
  ['Too many logins. Please try again in 15 minutes.', 'Too many logins.'],
  ['Too many wrong logins.', 'Too many wrong logins.'],
  ['Version 1.2 is busy. Try again soon.', 'Version 1.2 is busy.'],
  ['Busy', 'Busy'],
])('of %j, the reason to wait is %j', (detail, reason) => {
  expect(reasonOf(detail)).toBe(reason);
});
