import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ACCESS_COOKIE } from '@latchkey/verifier';
import { BANK, OWN, startApp, type AppUnderTest } from './support/app.js';
import { cookieToken, HEADER, hs256, now, token } from '@latchkey/testing/tokens';

let stack: AppUnderTest;
beforeAll(async () => void (stack = await startApp()));
afterAll(() => stack?.app.close());

const sub = randomUUID();
const good = token({ sub });
const cookie = `${ACCESS_COOKIE}=${cookieToken({ sub })}`;

describe('the header or the cookie, never both', () => {
  test('a good token passes in either', async () => {
    expect(await stack.ask({ headers: { authorization: `Bearer ${good}` } })).toBe(`200 ${sub}`);
    expect(await stack.ask({ headers: { cookie } })).toBe(`200 ${sub}`);
    expect(await stack.ask({ headers: { cookie: `theme=dark; ${cookie}; latchkey-hint=1` } })).toBe(`200 ${sub}`);
  });

  test('no token is told apart from a bad one', async () => {
    expect(await stack.ask({})).toBe('401 token_missing');
    expect(await stack.ask({ headers: { cookie: 'theme=dark' } })).toBe('401 token_missing');
  });

  test('the scheme may be written in any case', async () => {
    for (const scheme of ['bearer', 'BEARER', 'bEaReR']) {
      expect(await stack.ask({ headers: { authorization: `${scheme} ${good}` } })).toBe(`200 ${sub}`);
    }
  });

  const bad = [
    '',
    ' ',
    'Bearer',
    'Bearer ',
    'Bearer null',
    'Bearer undefined',
    `Bearer  ${good}`,
    `Bearer\t${good}`,
    `Bearer,${good}`,
    `Bearer:${good}`,
    `Bearer ${good} x`,
    `Bearer ${good},Bearer ${good}`,
    `Bearer ${good};`,
    `Bearer "${good}"`,
    `Bearer token=${good}`,
    `Bearer ${good}, Basic YTph`,
    `Basic ${Buffer.from('ada:x').toString('base64')}`,
    `Token ${good}`,
    `JWT ${good}`,
    `DPoP ${good}`,
    `Digest username="ada"`,
    good,
    `Bearer${good}`,
    `Bearer ÄÖÜ`,
    `Bearer ${'A'.repeat(8192)}`,
    `${'A'.repeat(8192)}`,
    `Bearer ${token({}, HEADER, hs256('another'))}`,
  ];
  test.each(bad)('Authorization %j is refused, and no cookie rescues it', async (authorization) => {
    expect(await stack.ask({ headers: { authorization } })).toMatch(/^401 token_invalid/);
    expect(await stack.ask({ headers: { authorization, cookie } })).toMatch(/^401 token_invalid/);
  });

  test('a token in the URL, the body or another header is not looked at', async () => {
    expect(await stack.ask({ url: `/me?access_token=${good}` })).toBe('401 token_missing');
    expect(await stack.ask({ method: 'POST', payload: { access_token: good } })).toBe('401 token_missing');
    for (const name of ['x-authorization', 'proxy-authorization', 'x-access-token', 'x-forwarded-user', 'x-user-id']) {
      expect(await stack.ask({ headers: { [name]: `Bearer ${good}` } })).toBe('401 token_missing');
    }
  });

  test('only an authentic token learns that its time is over', async () => {
    const iat = now() - 1000;
    const over = { iat, exp: iat + 900 };
    expect(await stack.ask({ headers: { authorization: `Bearer ${token(over)}` } })).toBe('401 token_expired');
    expect(await stack.ask({ headers: { cookie: `${ACCESS_COOKIE}=${cookieToken(over)}` } })).toBe('401 token_expired');
  });
});

describe('who may call which route', () => {
  test('public routes and those of operators look for no token', async () => {
    expect(await stack.ask({ url: '/open', headers: { authorization: 'Bearer junk' } })).toBe('200');
    expect(await stack.ask({ url: '/ops', headers: { authorization: 'Bearer junk' } })).toBe('200');
  });

  test('a public route has no caller, even if a good token came', async () => {
    expect(await stack.ask({ url: '/lost', headers: { cookie } })).toMatch(/^500 internal_error Error: a public route/);
  });

  test('a cookie changes something only from an own page, a bearer token from anywhere', async () => {
    const change = { method: 'POST', url: '/me' } as const;
    expect(await stack.ask({ ...change, headers: { cookie } })).toBe('403 csrf_refused csrf_no_evidence');
    expect(await stack.ask({ ...change, headers: { cookie, 'sec-fetch-site': 'cross-site' } })).toBe(
      '403 csrf_refused csrf_cross_site',
    );
    expect(await stack.ask({ ...change, headers: { cookie, origin: OWN } })).toBe(`201 ${sub}`);
    expect(await stack.ask({ ...change, headers: { cookie, origin: OWN, host: 'evil.example' } })).toBe(`201 ${sub}`);
    expect(
      await stack.ask({ ...change, headers: { cookie, origin: 'http://evil.example', host: 'evil.example' } }),
    ).toBe('403 csrf_refused csrf_foreign_origin');
    expect(
      await stack.ask({ ...change, headers: { authorization: `Bearer ${good}`, 'sec-fetch-site': 'cross-site' } }),
    ).toBe(`201 ${sub}`);
  });

  test('pages of other services may call what is marked for them, and nothing else', async () => {
    const headers = { cookie, 'sec-fetch-site': 'same-site', origin: BANK };
    expect(await stack.ask({ method: 'POST', url: '/logout', headers })).toBe(`201 ${sub}`);
    expect(await stack.ask({ method: 'POST', url: '/me', headers })).toBe('403 csrf_refused csrf_foreign_origin');
  });

  test('a login that answers with cookies is taken from an own page only', async () => {
    const login = (headers: Record<string, string>): Promise<string> =>
      stack.ask({ method: 'POST', url: '/login', headers });
    expect(await login({ 'sec-fetch-site': 'same-origin' })).toBe('201');
    expect(await login({ origin: OWN })).toBe('201');
    expect(await login({})).toBe('403 csrf_refused csrf_no_evidence');
    expect(await login({ origin: BANK, 'sec-fetch-site': 'same-site' })).toBe('403 csrf_refused csrf_foreign_origin');
    expect(await login({ origin: 'http://evil.example', host: 'evil.example' })).toBe(
      '403 csrf_refused csrf_foreign_origin',
    );
  });

  test('a token whose time is over may still log out, until the absolute limit of its session', async () => {
    const iat = now() - 1000;
    const loggedIn = (secondsAgo: number): object => ({
      method: 'POST',
      url: '/logout',
      headers: {
        authorization: `Bearer ${token({ iat, exp: iat + 900, sub, auth_time: now() - secondsAgo })}`,
      },
    });
    expect(await stack.ask(loggedIn(43_190))).toBe(`201 ${sub}`);
    expect(await stack.ask(loggedIn(43_201))).toBe('401 token_expired');
  });

  test('a forged or future token may not log out', async () => {
    const logout = (text: string): object => ({
      method: 'POST',
      url: '/logout',
      headers: { authorization: `Bearer ${text}` },
    });
    expect(await stack.ask(logout(token({}, HEADER, hs256('another'))))).toBe('401 token_invalid signature');
    expect(await stack.ask(logout(token({ iat: now() + 100, exp: now() + 200 })))).toBe(
      '401 clock_skew issued_in_future',
    );
  });
});
