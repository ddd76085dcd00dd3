import { describe, expect, test } from '@jest/globals';
import list from '../src/passwords/common-passwords.json' with { type: 'json' };
import { strengthOf } from '../web/src/password/strength.rules.js';

const wordOf = (password: string, username?: string) => strengthOf(password, username)?.word;

describe('the strength of a new password', () => {
  test.each([
    ['', undefined],
    ['1234567', 'Too short'],
    ['🦄🐳', 'Too short'],
    ['a'.repeat(257), 'Too long'],
    ['half of a \uD83D face', 'Not possible'],
    ['a'.repeat(40), 'Easy to guess'],
    ['abcdefghijklmnop', 'Easy to guess'],
    ['9876543210', 'Easy to guess'],
    ['qwertyuiopasdfgh', 'Easy to guess'],
    ['1qaz2wsx3edc', 'Easy to guess'],
    ['abcabcabcabcabcabc', 'Easy to guess'],
    ['latchkey24', 'Easy to guess'],
    ['Tr0ub4dor&3', 'Acceptable'],
    ['hippopotamus', 'Acceptable'],
    ['correct horse battery staple', 'Strong'],
    ['a quiet river at dusk', 'Strong'],
    ['xK9$mQ2!vB7@nL4#', 'Strong'],
  ])('of %j is said to be %j', (password, word) => {
    expect(wordOf(password)).toBe(word);
  });

  test('does not count the username', () => {
    expect(wordOf('magdalena.miller')).toBe('Acceptable');
    expect(wordOf('Magdalena.Miller1', 'magdalena.miller')).toBe('Your username');
    expect(wordOf('Magdalena.Miller', 'magdalena.miller')).toBe('Your username');
    expect(wordOf('magdalena.miller likes owls', 'magdalena.miller')).toBe('Acceptable');
  });

  test('is never strong where the bank refuses the password as common', () => {
    expect(list.passwords.filter((password) => wordOf(password) === 'Strong')).toEqual([]);
  });

  test('is no greater for a common one typed twice', () => {
    const usual = list.passwords.filter(({ length }) => length <= 12);
    expect(usual.filter((password) => wordOf(password + password) === 'Strong')).toEqual([]);
  });
});
