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
  [usernameRules('a!'), 'Required: 3 to 64 characters; letters a to z, digits, dot, underscore, hyphen.'],
  [passwordRules('short'), 'Required: at least 8 characters.'],
  [passwordRules('Magdalena', 'magdalena'), 'Required: not your username or a small variation of it.'],
  [passwordRules('87654321'), 'Required: not just a repetition, a sequence, a row of keys or a number.'],
  [passwordRules('latchkey1'), 'Required: not the name of one of our services or a small variation of it.'],
  [passwordRules('x'.repeat(257)), 'Required: at most 256 characters.'],
])('a broken rule is named', (rules, words) => {
  expect(brokenRule(rules)).toBe(words);
});
