import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import list from '../src/passwords/common-passwords.json' with { type: 'json' };
import { login, register, startBank, type Bank } from './bank.js';

let bank: Bank;
let count = 0;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
});
afterAll(() => bank?.close());

const someone = () => `someone-${(count += 1)}`;
const letters = (bytes: number) => 'Xq7'.repeat(30).slice(0, bytes);

describe('a password is used exactly as typed', () => {
  test.each([
    ['8 characters', 'zq7#Kp2w'],
    ['8 characters in 32 bytes', '🦄'.repeat(8)],
    ['72 bytes', letters(72)],
    ['72 bytes in 18 characters', '🦄'.repeat(18)],
    ['spaces around', '  padded for luck  '],
    ['a line end', 'line\nend\r\nkept'],
    ['letters of many scripts', 'пароль-密码-كلمة'],
    ['an accent of its own', 'cafe\u0301-du-monde'],
  ])('with %s', async (_, password) => {
    const username = someone();
    await register(bank, username, password).expect(201);
    await login(bank, username, password).expect(200);
  });

  test.each([
    ['trimmed', '  padded for luck  ', 'padded for luck'],
    ['in another normal form', 'cafe\u0301-du-monde', 'caf\u00e9-du-monde'],
    ['in another case', 'Kp2wzq7#Kp2w', 'kp2wzq7#kp2w'],
    ['with one letter more than bcrypt reads', letters(72), `${letters(72)}!`],
    ['up to a NUL', 'zq7#Kp2w', 'zq7#Kp2w\0tail'],
    ['with a replacement character for half of a pair', 'zq7#Kp2w\ufffd', 'zq7#Kp2w\ud800'],
  ])('and not %s', async (_, password, other) => {
    const username = someone();
    await register(bank, username, password).expect(201);
    const { status, body } = await login(bank, username, other);
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'invalid_credentials' });
  });
});

describe('a password is refused', () => {
  test.each([
    ['of 7 characters', 'zq7#Kp2', 'at least 8'],
    ['of 7 characters in 13 bytes', 'пароль!', 'at least 8'],
    ['of 2 characters in 8 bytes', '🦄🦄', 'at least 8'],
    ['of 73 bytes', letters(73), '73 bytes; at most 72'],
    ['of 73 bytes in 25 characters', `${'€'.repeat(24)}!`, '73 bytes; at most 72'],
    ['with NUL', 'zq7#Kp2w\0tail', 'NUL'],
    ['with half of a character pair', 'zq7#Kp2w\ud800', 'surrogate'],
    ['that is common', 'password1', 'common'],
    ['that is common in another case', 'PassWord1', 'common'],
    ['that is empty', '', 'at least 8'],
  ])('%s, in words', async (_, password, words) => {
    const { status, body } = await register(bank, someone(), password);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_body' });
    expect(body.errors).toEqual([{ pointer: '/password', detail: expect.stringContaining(words) }]);
  });

  test('that is the username, in any case', async () => {
    const { status, body } = await register(bank, 'magda.miller', 'Magda.MILLER');
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_body' });
    expect(body.errors).toEqual([{ pointer: '/password', detail: expect.stringContaining('username') }]);
  });

  test('when it is on a list of at least 3,000 that could otherwise be chosen', () => {
    const choosable = list.passwords.filter((text) => Buffer.byteLength(text) >= 8 && Buffer.byteLength(text) <= 72);
    expect(new Set(choosable).size).toBeGreaterThanOrEqual(3000);
    expect(choosable).toEqual(expect.arrayContaining(['password', '12345678', 'qwertyuiop', 'iloveyou', 'trustno1']));
  });
});
