import { describe, expect, test } from '@jest/globals';
import { registerBody } from '../src/users/register.contract.js';
import { brokenRule, passwordRules, usernameRules } from '../web/src/register/register.rules.js';

const GOOD = { username: 'ada', password: 'four words in a row' };
const accepts = (body: Partial<typeof GOOD>) => registerBody.safeParse({ ...GOOD, ...body }).success;

describe('the site tells the rules that the bank keeps', () => {
  test.each(['', 'ab', 'abc', 'Ada', 'a.b_c-9', 'a b', 'ada!', 'ädä', 'x'.repeat(64), 'x'.repeat(65)])(
    'for the username %j',
    (username) => {
      expect(brokenRule(usernameRules(username)) === undefined).toBe(accepts({ username }));
    },
  );

  test.each([
    '',
    '1234567',
    '12345678',
    'äöüß',
    ' space ',
    ' spaces ',
    'x'.repeat(72),
    'x'.repeat(73),
    '€'.repeat(24),
    '€'.repeat(25),
  ])('for the password %j', (password) => {
    expect(brokenRule(passwordRules(password)) === undefined).toBe(accepts({ password }));
  });
});

test('a broken rule is told in words', () => {
  expect(brokenRule(usernameRules('a!'))).toBe(
    'Needed: 3 to 64 characters; letters a to z, digits, dot, underscore, hyphen.',
  );
});
