import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ACCESS_COOKIE, REFRESH_COOKIE } from '@latchkey/verifier';
import { startApp, type AppUnderTest } from './support/app.js';
import { cookieToken, HEADER, hs256, now, token } from '@latchkey/testing/tokens';

let bank: AppUnderTest;
let retirement: AppUnderTest;
beforeAll(async () => {
  bank = await startApp({}, { audience: 'bank', isIssuer: true });
  retirement = await startApp();
});
afterAll(async () => {
  await bank?.app.close();
  await retirement?.app.close();
});

const [sid, sub] = [randomUUID(), randomUUID()];
const own = cookieToken({ sid, sub });
const planted = cookieToken();
const refresh = (of: string): string => `${REFRESH_COOKIE}=v1.kid.${of}.0.seed.mac`;
const access = (text: string): string => `${ACCESS_COOKIE}=${text}`;
const ask = (...cookies: string[]): Promise<string> => bank.ask({ headers: { cookie: cookies.join('; ') } });
const logout = (...cookies: string[]): Promise<string> => {
  const headers = { 'sec-fetch-site': 'same-origin', cookie: cookies.join('; ') };
  return bank.ask({ method: 'POST', url: '/logout', headers });
};
const ignored = '401 token_missing cookie_of_another_session';

describe('at the bank an access cookie is held to the refresh cookie', () => {
  test('its own is accepted', async () => expect(await ask(access(own), refresh(sid))).toBe(`200 ${sub}`));

  test('one of another session is as good as none', async () => {
    expect(await ask(access(planted), refresh(sid))).toBe(ignored);
    expect(await ask(refresh(sid), access(planted))).toBe(ignored);
  });

  test('one with a refresh cookie that is of no session is as good as none', async () => {
    expect(await ask(access(planted), `${REFRESH_COOKIE}=`)).toBe(ignored);
    expect(await ask(access(planted), `${REFRESH_COOKIE}=v1.kid`)).toBe(ignored);
  });

  test('one that stands alone is as good as none: a sibling host can evict the refresh cookie', async () => {
    expect(await ask(access(planted))).toBe(ignored);
    expect(await ask(access(own))).toBe(ignored);
    expect(await ask(access(own), `x${refresh(sid)}`)).toBe(ignored);
    expect(await ask(access(own), access(planted))).toBe(ignored);
  });

  test('one that stands alone may end its own session, and nobody else loses by that', async () => {
    expect(await logout(access(own))).toBe(`201 ${sub}`);
    expect(await logout(access(own), refresh(randomUUID()))).toBe(ignored);
    expect(await logout(access(own), access(planted))).toBe('401 token_invalid cookies_ambiguous');
  });

  test('of several the one that fits is taken, wherever it stands', async () => {
    expect(await ask(access(own), access(planted), refresh(sid))).toBe(`200 ${sub}`);
    expect(await ask(access(planted), access(own), refresh(sid))).toBe(`200 ${sub}`);
    expect(await ask(access(planted), access(cookieToken()), refresh(sid))).toBe(ignored);
    expect(await ask(access(own), access(own), refresh(sid))).toBe(`200 ${sub}`);
  });

  test('two refresh cookies, which no browser sends, bind to nothing', async () => {
    expect(await ask(access(own), refresh(sid), refresh(randomUUID()))).toBe(ignored);
  });

  test('a planted one ends no session and is not told that its time is over', async () => {
    const iat = now() - 1000;
    const over = cookieToken({ iat, exp: iat + 900, auth_time: iat });
    expect(await ask(access(over), refresh(sid))).toBe(ignored);
    expect(await logout(access(planted), refresh(sid))).toBe(ignored);
  });

  test('a forged one is refused as ever', async () => {
    expect(await ask(access(cookieToken({ sid }, HEADER, hs256('another'))), refresh(sid))).toBe(
      '401 token_invalid signature',
    );
  });
});

test('a bearer token needs no cookie', async () => {
  expect(await bank.ask({ headers: { authorization: `Bearer ${token({ sub })}` } })).toBe(`200 ${sub}`);
});

test('another service never gets the refresh cookie, so it does not ask for it', async () => {
  expect(await retirement.ask({ headers: { cookie: access(own) } })).toBe(`200 ${sub}`);
});
