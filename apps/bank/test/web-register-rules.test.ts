import { describe, expect, test } from '@jest/globals';
import { registerBody } from '../src/account/register.contract.js';
import { brokenRule, passwordRules } from '../web/src/password/password.rules.js';
import { usernameRules } from '../web/src/login/username.rules.js';

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
    'zq7#Kp2w',
    'äöüß',
    '🦄🐳🌵🚲🎸🍕🔥',
    '🦄🐳🌵🚲🎸🍕🔥🌙',
    ' space ',
    ' quartz ',
    'vxqjzkwpfmbyg'.repeat(19),
    'vxqjzkwpfmbyg'.repeat(20),
    '漢字仮名交文章東京都'.repeat(7),
    'Ça-été-Å'.normalize('NFD'),
    'zq7Kpwe\u0301',
    '\ufdfa',
    'line\nend-of-it',
    'half of a \uD83D face',
    'a whole \u{1F600} face',
    'NUL \0 inside',
  ])('for the password %j', (password) => {
    expect(brokenRule(passwordRules(password)) === undefined).toBe(accepts({ password }));
  });
});

test.each([
  [usernameRules('a!'), 'Needed: 3 to 64 characters; letters a to z, digits, dot, underscore, hyphen.'],
  [passwordRules('short'), 'Needed: at least 8 characters.'],
  [passwordRules('Magdalena', 'magdalena'), 'Needed: not the username, nor little more than it.'],
  [passwordRules('87654321'), 'Needed: no run, repeat, sequence, row of keys or number alone.'],
  [passwordRules('latchkey1'), 'Needed: not the name of one of our services, nor little more than it.'],
  [passwordRules('x'.repeat(257)), 'Needed: at most 256 characters.'],
])('a broken rule is named', (rules, words) => {
  expect(brokenRule(rules)).toBe(words);
});
