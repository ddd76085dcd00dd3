import { expect, test } from '@jest/globals';
import { invalidCredentials } from '../src/login/login.errors.js';
import { isBeyondTrying, WRONG_LOGIN } from '../web/src/login/login-error.rules.js';

test.each([
  [400, true],
  [413, true],
  [401, false],
  [403, false],
  [429, false],
  [503, false],
  [0, false],
])('a login that is refused with %i is beyond trying: %s', (status, isIt) => {
  expect(isBeyondTrying(status)).toBe(isIt);
});

test('what is beyond trying is refused in the words for a wrong name or password', () => {
  const { code, detail } = invalidCredentials();
  expect(WRONG_LOGIN).toEqual({ code, detail });
});
