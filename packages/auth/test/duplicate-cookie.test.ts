import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ACCESS_COOKIE } from '@latchkey/verifier';
import { startApp, type AppUnderTest } from './support/app.js';
import { claims, cookieToken, HEADER, hs256, now, tokenOfTexts } from '@latchkey/testing/tokens';

let stack: AppUnderTest;
beforeAll(async () => void (stack = await startApp()));
afterAll(() => stack?.app.close());

const sub = randomUUID();
const mine = claims({ sub, trv: 'cookie' });
const good = tokenOfTexts(JSON.stringify(HEADER), JSON.stringify(mine));
const forged = cookieToken({}, HEADER, hs256('another'));
const iat = now() - 1000;
const over = cookieToken({ iat, exp: iat + 900 });
const ask = (...texts: string[]): Promise<string> =>
  stack.ask({ headers: { cookie: texts.map((text) => `${ACCESS_COOKIE}=${text}`).join('; ') } });

describe('of several access cookies those that verify must be of one session', () => {
  test.each([
    [[good, forged]],
    [[forged, good]],
    [['', good]],
    [[good, '""']],
    [[forged, 'x', good, over]],
    [[over, good]],
  ])('the one that verifies counts, wherever it stands', async (texts) =>
    expect(await ask(...texts)).toBe(`200 ${sub}`),
  );

  test('of two sessions none is taken: one of them may be planted', async () => {
    expect(await ask(good, cookieToken())).toBe('401 token_invalid cookies_ambiguous');
    expect(await ask(cookieToken(), good)).toBe('401 token_invalid cookies_ambiguous');
    expect(await ask(good, forged, cookieToken())).toBe('401 token_invalid cookies_ambiguous');
  });

  test('of one session the newest is taken, wherever it stands', async () => {
    const of = (age: number, jti: string): string => cookieToken({ sub, sid: mine['sid'], iat: now() - age, jti });
    const [older, newest] = [of(20, randomUUID()), of(1, sub)];
    const jtiOf = async (texts: readonly string[]): Promise<unknown> => {
      const cookie = texts.map((text) => `${ACCESS_COOKIE}=${text}`).join('; ');
      return (await stack.app.inject({ url: '/me', headers: { cookie } })).json().jti;
    };
    const orders = [
      [older, newest],
      [newest, older],
      [forged, older, newest],
      [newest, over, older],
    ];
    expect(await Promise.all(orders.map(jtiOf))).toEqual([sub, sub, sub, sub]);
    expect(await ask(good, good)).toBe(`200 ${sub}`);
  });

  test('of one session, but of another person, none is taken', async () => {
    expect(await ask(good, cookieToken({ sid: mine['sid'] }))).toBe('401 token_invalid cookies_ambiguous');
  });

  test('it makes no difference which of them were seen before', async () => {
    const [one, two] = [cookieToken(), cookieToken()];
    expect(await ask(one)).toMatch(/^200/);
    expect(await ask(one, two)).toBe('401 token_invalid cookies_ambiguous');
    expect(await ask(two, one)).toBe('401 token_invalid cookies_ambiguous');
  });

  test('none that verifies is refused', async () => {
    expect(await ask(forged, 'x')).toBe('401 token_invalid cookies_ambiguous');
    expect(await ask(forged, over)).toBe('401 token_expired');
  });

  test('a flood of cookies is refused unread', async () => {
    expect(await ask(...Array<string>(15).fill('x'), good)).toBe(`200 ${sub}`);
    expect(await ask(...Array<string>(16).fill('x'), good)).toBe('401 token_invalid cookies_ambiguous');
  });
});

describe('only the exact name counts', () => {
  test.each([
    `x${ACCESS_COOKIE}=${good}`,
    `${ACCESS_COOKIE}x=${good}`,
    `${ACCESS_COOKIE.toLowerCase()}=${good}`,
    `=${ACCESS_COOKIE}=${good}`,
    `x=${ACCESS_COOKIE}=${good}`,
    `"${ACCESS_COOKIE}"=${good}`,
    `__Secure%2Dlatchkey=${good}`,
    ACCESS_COOKIE,
  ])('%j is not the access cookie', async (cookie) => {
    expect(await stack.ask({ headers: { cookie } })).toBe('401 token_missing');
  });

  test.each(['', `"${good}"`, `${good},${good}`, encodeURIComponent(`${good} `), `Bearer ${good}`])(
    'the value %j is refused',
    async (value) => expect(await ask(value)).toMatch(/^401 token_invalid/),
  );

  test('a name with a no-break space before it is another cookie, which a page without TLS may set', async () => {
    for (const space of ['\u00a0', '\u0085', '\u000b']) {
      expect(await stack.ask({ headers: { cookie: `${space}${ACCESS_COOKIE}=${good}` } })).toMatch(/^40/);
    }
    expect(await stack.ask({ headers: { cookie: `a=b; \t${ACCESS_COOKIE} = ${good} ` } })).toBe(`200 ${sub}`);
  });
});
