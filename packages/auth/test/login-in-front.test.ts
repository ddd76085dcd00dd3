import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ACCESS_COOKIE } from '@latchkey/verifier';
import { BANK, OWN, startApp, type AppUnderTest } from './support/app.js';
import { cookieToken } from '@latchkey/testing/tokens';

let service: AppUnderTest;
beforeAll(async () => void (service = await startApp()));
afterAll(() => service?.app.close());

const sub = randomUUID();
const good = cookieToken({ sub });
const cookie = `${ACCESS_COOKIE}=${good}`;
const ownPage = { 'sec-fetch-site': 'same-origin' };
const taken = `200 ${sub}`;
const refused = '401 token_invalid authorization_malformed';

describe('a site behind the login of a proxy, which the browser answers with every request', () => {
  const schemes = ['Basic dGVhbTp4', 'basic dGVhbTp4', 'Digest username="team", uri="/"', 'Negotiate YII', 'NTLM TlRM'];
  test.each(schemes)('%j on a page of our own does not outrank the cookie', async (authorization) => {
    expect(await service.ask({ headers: { authorization, cookie, ...ownPage } })).toBe(taken);
    expect(await service.ask({ method: 'POST', headers: { authorization, cookie, ...ownPage } })).toBe(`201 ${sub}`);
    expect(await service.ask({ headers: { authorization, cookie, origin: OWN } })).toBe(taken);
    expect(await service.ask({ headers: { authorization, ...ownPage } })).toBe('401 token_missing');
    const forged = { authorization, cookie: `${ACCESS_COOKIE}=x`, ...ownPage };
    expect(await service.ask({ headers: forged })).toMatch(/^401 token_invalid/);
  });

  test.each([
    ['no page', {}],
    ['an address typed in', { 'sec-fetch-site': 'none' }],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a sibling', { 'sec-fetch-site': 'same-site', origin: BANK }],
    ['a sibling that names our origin', { 'sec-fetch-site': 'cross-site', origin: OWN }],
  ] as [string, Record<string, string>][])('from %s the header counts, and is no token', async (_, page) => {
    for (const method of ['GET', 'POST'] as const)
      expect(await service.ask({ method, headers: { authorization: schemes[0], cookie, ...page } })).toBe(refused);
  });

  test('a page of another service may log out through it, and nothing else', async () => {
    const headers = { authorization: schemes[0], cookie, 'sec-fetch-site': 'same-site', origin: BANK };
    expect(await service.ask({ method: 'POST', url: '/logout', headers })).toBe(`201 ${sub}`);
  });

  test.each([
    'Bearer',
    'Bearer x',
    `Token ${good}`,
    good,
    'Basic',
    'Basic ',
    'Basic:x',
    'Basically x',
    `NTLM\t${good}`,
    '',
  ])('%j, which a program chose, is refused on a page of our own too', async (authorization) =>
    expect(await service.ask({ headers: { authorization, cookie, ...ownPage } })).toMatch(/^401 token_invalid/),
  );

  test('a second header is refused, whatever the first', async () => {
    const rawHeaders = ['Authorization', 'Basic dGVhbTp4', 'Authorization', `Bearer ${good}`];
    const { carriedToken } = await import('@latchkey/verifier');
    expect(() => carriedToken({ rawHeaders, headers: { authorization: 'Basic dGVhbTp4', cookie } })).toThrow();
  });
});
