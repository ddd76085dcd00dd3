import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import list from '../src/passwords/common-passwords.json' with { type: 'json' };
import { login, register, startBank, type Bank } from './bank.js';

const PEPPER = 'tR7yU2iO9pA4sD6fG1hJ8kL3zX5cV0bN-QwErTyUiOp';
const off = { THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' };
let plain: Bank;
let peppered: Bank;
let count = 0;
beforeAll(async () => {
  [plain, peppered] = await Promise.all([startBank(off), startBank({ ...off, PASSWORD_PEPPER: PEPPER })]);
});
afterAll(async () => {
  await plain?.close();
  await peppered?.close();
});

const someone = () => `someone-${(count += 1)}`;
/** So many letters of a script, in an order that looks like none. */
const scripts = (length: number, script: string) => {
  const all = Array.from(script);
  let state = 7;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31);
  return Array.from({ length }, () => all[Math.floor(next() / 65_536) % all.length]).join('');
};
const letters = (length: number) => scripts(length, 'vxqjzkwpfmbyg');

describe.each([
  ['without a pepper', () => plain],
  ['with a pepper', () => peppered],
])('%s', (_name, bank) => {
  describe('a password is kept whole', () => {
    test.each([
      ['8 characters', 'zq7#Kp2w'],
      ['8 characters in 32 bytes', '🦄🐳🌵🚲🎸🍕🔥🌙'],
      ['72 bytes', letters(72)],
      ['73 bytes', letters(73)],
      ['64 letters in 128 bytes', scripts(64, 'пшёлкньцыфжюгд')],
      ['64 letters in 192 bytes', scripts(64, '漢字仮名交文章東京都')],
      ['64 letters in 256 bytes', scripts(64, '🦄🐳🌵🚲🎸🍕🔥🌙🧭')],
      ['256 characters', letters(256)],
      ['spaces around', '  padded for luck  '],
      ['letters of many scripts', 'пароль-密码-كلمة'],
      ['joined emoji', '👨‍👩‍👧‍👦🚀🌈🎉🍔'],
    ])('%s', async (_, password) => {
      const username = someone();
      await register(bank(), username, password).expect(201);
      await login(bank(), username, password).expect(200);
      await login(bank(), username, password.slice(0, -1)).expect(401);
    });

    test.each([
      ['trimmed', '  padded for luck  ', 'padded for luck'],
      ['in another case', 'Kp2wzq7#Kp2w', 'kp2wzq7#kp2w'],
      ['with one letter more than bcrypt reads', letters(72), `${letters(72)}!`],
      ['with another end behind what bcrypt reads', `${letters(80)}x`, `${letters(80)}y`],
      ['up to a NUL', 'zq7#Kp2w', 'zq7#Kp2w\0tail'],
      ['with a replacement character for half of a pair', 'zq7#Kp2w\ufffd', 'zq7#Kp2w\ud800'],
      ['without its accent', 'cafe\u0301-du-monde', 'cafe-du-monde'],
    ])('and not taken %s', async (_, password, other) => {
      const username = someone();
      await register(bank(), username, password).expect(201);
      const { status, body } = await login(bank(), username, other);
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'invalid_credentials' });
    });
  });

  test.each([
    ['composed and decomposed', 'Ça-été-Ångström-ñandú', 'Ça-été-Ångström-ñandú'.normalize('NFD')],
    ['decomposed and composed', 'cafe\u0301-du-monde', 'caf\u00e9-du-monde'],
    ['wide and narrow', 'Ｃａｆé－９ｍｏｎｄｅ', 'Café-9monde'],
    ['ligatures and letters', 'ﬁne-ﬂour-oﬀer', 'fine-flour-offer'],
    ['syllables and their letters', '가나다와다른문장', '가나다와다른문장'.normalize('NFD')],
    ['accents in another order', 'qx\u0323\u0307-tvwzkj', 'qx\u0307\u0323-tvwzkj'],
  ])('%s are one password', async (_, one, other) => {
    const [first, second] = [someone(), someone()];
    await register(bank(), first, one).expect(201);
    await login(bank(), first, other).expect(200);
    await register(bank(), second, other).expect(201);
    await login(bank(), second, one).expect(200);
  });
});

describe('a password is refused', () => {
  test.each([
    ['of 7 characters', 'zq7#Kp2', 'too_short', 'at least 8'],
    ['of 7 characters in 13 bytes', 'пхроль!', 'too_short', 'at least 8'],
    ['of 2 characters in 8 bytes', '🦄🐳', 'too_short', 'at least 8'],
    ['of 7 characters and an accent', 'zq7Kpwe\u0301', 'too_short', 'at least 8'],
    ['of one character that unfolds into 18', '\ufdfa', 'too_short', 'at least 8'],
    ['of 257 characters', letters(257), 'too_long', 'at most 256'],
    ['of 20 that unfold into 360', '\ufdfa'.repeat(20), 'too_long', 'at most 256'],
    ['of 3,000', letters(3000), 'too_long', 'at most 256'],
    ['with NUL', 'zq7#Kp2w\0tail', 'characters', 'NUL'],
    ['with a line end', 'zq7#Kp2w\ntail', 'characters', 'line end'],
    ['with a control character', 'zq7#Kp2w\u0085tail', 'characters', 'control'],
    ['with half of a character pair', 'zq7#Kp2w\ud800', 'characters', 'surrogate'],
    ['with a code point that is no character', 'zq7#Kp2w\uffff', 'characters', 'no character'],
    ['with one that is not assigned', 'zq7#Kp2w\u{e0fff}', 'characters', 'no character'],
    ['that is common', 'password1', 'too_common', 'common'],
    ['that is common in another case', 'PassWord1', 'too_common', 'common'],
    ['that is a sequence', '87654321', 'predictable', 'sequence'],
    ['that is a name of ours', 'Retirement24', 'is_service_name', 'one of our services'],
    ['that is empty', '', 'too_short', 'at least 8'],
  ])('%s, with a reason and a code', async (_, password, code, words) => {
    const { status, body } = await register(plain, someone(), password);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_body' });
    const item = { pointer: '/password', code: `password_${code}`, detail: expect.stringContaining(words) };
    expect(body.errors).toContainEqual(item);
  });

  test('that is the username, in any case', async () => {
    const { status, body } = await register(plain, 'magda.miller', 'Magda.MILLER');
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_body' });
    const item = { pointer: '/password', code: 'password_is_username', detail: expect.stringContaining('username') };
    expect(body.errors).toEqual([item]);
  });

  test('when it is on a list of at least 3,000 that could otherwise be chosen', () => {
    const choosable = list.passwords.filter((text) => text.length >= 8);
    expect(new Set(choosable).size).toBeGreaterThanOrEqual(3000);
    expect(choosable).toEqual(expect.arrayContaining(['password', '12345678', 'qwertyuiop', 'iloveyou', 'trustno1']));
  });
});
