import { expect, test } from '@jest/globals';
import { cookieText } from '../web/src/login/cookie-text.rules.js';

test.each([
  [true, 'Your browser did not keep the login.', 'Your username and password are correct'],
  [false, 'Your browser blocks cookies.', 'You cannot stay logged in without them'],
])('what is said of a browser without cookies, after a login %s', (isRefused, title, advice) => {
  const text = cookieText(isRefused);
  expect(text.title).toBe(title);
  expect(text.advice[0]).toContain(advice);
  expect(text.advice.join('bank.example')).toMatch(/for bank\.example[ ,].*\.$/);
});
