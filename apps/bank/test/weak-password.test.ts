import { describe, expect, test } from '@jest/globals';
import { AppError } from '@latchkey/service';
import type { BankConfig } from '../src/bank.config.js';
import { CommonPasswordsService } from '../src/passwords/common-passwords.service.js';
import { PasswordPolicyService } from '../src/passwords/password-policy.service.js';
import { RegistryService } from '../src/registry/registry.service.js';

const config = { PUBLIC_URL: new URL('https://konto.example.org'), SSO_ISSUER: new URL('https://konto.example.org') };
const registry = new RegistryService([
  { id: 'bank', name: 'Bank', url: 'https://konto.example.org' },
  { id: 'retirement', name: 'Retirement', url: 'https://vorsorge.example.org' },
]);
const policy = new PasswordPolicyService(new CommonPasswordsService(), registry, config as BankConfig);

function refusalOf(password: string, username = 'ada.lovelace'): string {
  try {
    policy.require(password, username);
    return 'accepted';
  } catch (error) {
    return error instanceof AppError ? error.errors![0]!.code! : String(error);
  }
}

describe('a password that is guessed early is refused', () => {
  test.each([
    ['runs', '00000000 aaaaaaaa AaAaAaAa aaaaaaab 11112222 🦄🦄🦄🦄🦄🦄🦄🦄 ａａａａａａａａ'],
    ['repeats of a short block', 'abcabcabc 12121212 xyzqxyzqxyzq 20202020 k9$mQ2xk9$mQ2x Aa1!Aa1!Aa1!'],
    ['sequences', 'abcdefgh 87654321 98765432 zyxwvuts abcd4321 aabbccdd 13579135 123454321 k1234567'],
    [
      'sequences of other scripts',
      'абвгдежз ١٢٣٤٥٦٧٨ １２３４５６７８ あいうえおかきく ㄱㄴㄷㄹㅁㅂㅅㅇ 😀😁😂😃😄😅😆😇',
    ],
    ['rows of keys', 'qwertyui qwertzui azertyui poiuytrewq asdfjkl; йцукенгш !@#$%^&* qweasdzxc'],
    ['diagonals of keys', '1qaz2wsx zaq12wsx !QAZ2wsx qazwsxedc 147258369'],
    ['two rows in turn', '1q2w3e4r a1b2c3d4 qawsedrf 1a2b3c4d5e'],
    ['numbers such as dates', '19901231 31.12.1990 1990-12-31 01/02/2003 83719402'],
    ['characters that are not seen', `ab${'\u200b'.repeat(9)} ${'\u00ad'.repeat(12)}`],
  ])('%s', (_, passwords) => {
    const found = passwords.split(' ').map((password) => [password, refusalOf(password)]);
    expect(found.filter(([, code]) => code !== 'password_predictable')).toEqual([]);
  });

  test.each([
    ['common ones', 'password iloveyou sunshine football motdepasse passwort contraseña'],
    [
      'with digits and signs at the ends',
      'Summer2024! password1 Passw0rd2024 !!monkey77 hunter2! dragon12 Berlin19901231',
    ],
    ['with digits and signs for letters', 'p4ssw0rd P@55w0rd! $unshine m1cr0s0ft 1l0v3y0u pa$$w0rd123'],
    ['backwards', 'drowssap dr0wssap! enihsnus'],
    ['twice, or with letters doubled', 'passwordpassword hunter2hunter2 ppaasswwoorrdd passswooord testtesttest'],
    ['with separators', 'p-a-s-s-w-o-r-d pass.word let-me-in! i_love_you'],
    ['in other letters', 'ｐａｓｓｗｏｒｄ pässwörd раssword pass\u200bword ＰＡＳＳＷＯＲＤ１ пароль2024'],
  ])('%s', (_, passwords) => {
    const found = passwords.split(' ').map((password) => [password, refusalOf(password)]);
    expect(found.filter(([, code]) => !/common|predictable/.test(code!))).toEqual([]);
  });

  test.each([
    ['the username', 'ada.lovelace AdaLovelace adalovelace1815 ecalevol.ada Ada-Lovelace! 4d4l0v3l4c3 ADA.LOVELACE'],
    ['a part of it', 'lovelace lovelace99 2024lovelace Lovelace2024! ada12345 adaadaada xx-lovelace ada.ada.1'],
  ])('%s', (_, passwords) => {
    const found = passwords.split(' ').map((password) => [password, refusalOf(password)]);
    expect(found.filter(([, code]) => code !== 'password_is_username')).toEqual([]);
  });

  test("the deployment's own words", () => {
    const words =
      'latchkey Latchkey1 l4tchk3y2024 yekhctal latch-key! Bank1234! retirement RETIREMENT99 bankbank24 latchkeybank';
    const hosts = 'vorsorge1 konto.example konto2024 vorsorge.example.org';
    const found = `${words} ${hosts}`.split(' ').map((password) => [password, refusalOf(password)]);
    expect(found.filter(([, code]) => !/service_name|predictable|common/.test(code!))).toEqual([]);
  });
});

test.each([
  'zq7#Kp2w',
  'correct-horse-battery-staple',
  'Tr0ub4dor&3',
  'the password of my dear aunt',
  'a bank beside the river at dusk',
  'ilovemydogandthebankofriver',
  '🦄🐳🌵🚲🎸🍕🔥🌙',
  '👨‍👩‍👧‍👦🚀🌈🎉🍔',
  'пароль-密码-كلمة',
  'दरवाज़ाखोलो',
  '가나다와다른문장',
  '漢字仮名交じり文章です',
  'שלום-עולם-טוב',
  'Schifffahrtskapitän',
  'mqzpwvnx',
])('%s is accepted', (password) => {
  expect(refusalOf(password)).toBe('accepted');
});

test('the work for a password is at most proportional to its length', () => {
  const texts = ['ab', 'a-', 'лат', 'qa1', '\u1100'].flatMap((part) => [part, `x9${part}`]);
  const time = (length: number) => {
    const passwords = texts.map((text) => `${text.repeat(length)}`.slice(0, length));
    const from = process.cpuUsage();
    for (const password of passwords) refusalOf(password, 'somebody.else');
    const { user } = process.cpuUsage(from);
    return user;
  };
  for (const length of [64, 128, 256]) time(length);
  const least = (length: number) => Math.min(...Array.from({ length: 5 }, () => time(length)));
  expect(least(4096)).toBeLessThan(4 * 16 * least(256) + 20_000);
});
