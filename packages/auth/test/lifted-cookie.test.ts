import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cookieToken, token } from '@latchkey/testing/tokens';
import { ACCESS_COOKIE } from '@latchkey/verifier';
import { startApp, type AppUnderTest } from './support/app.js';

let service: AppUnderTest;
beforeAll(async () => void (service = await startApp()));
afterAll(() => service?.app.close());

const sub = randomUUID();
const [programs, browsers, ofVersion1] = [token({ sub }), cookieToken({ sub }), token({ sub, ver: 1 })];
const ownPage = { 'sec-fetch-site': 'same-origin' };
const asBearer = (text: string) => ({ authorization: `Bearer ${text}` });
const asCookie = (...texts: string[]) => ({ cookie: texts.map((text) => `${ACCESS_COOKIE}=${text}`).join('; ') });
const refused = '401 token_invalid transport';

describe('a token counts only as it was given', () => {
  test('one lifted out of a browser is no bearer token', async () => {
    for (const url of ['/me', '/minute', '/desk']) {
      expect(await service.ask({ url, headers: asBearer(browsers) })).toBe(refused);
    }
    for (const url of ['/me', '/sensitive']) {
      expect(await service.ask({ method: 'POST', url, headers: asBearer(browsers) })).toBe(refused);
    }
  });

  test("a program's, put into a browser, is no session there", async () => {
    expect(await service.ask({ headers: asCookie(programs) })).toBe(refused);
    const headers = { ...asCookie(programs), ...ownPage };
    expect(await service.ask({ method: 'POST', headers })).toBe(refused);
    expect(await service.ask({ headers: { ...headers, authorization: 'Basic dGVhbTp4' } })).toBe(refused);
  });

  test('it makes no difference whether it was seen before the right way', async () => {
    for (const [right, wrong] of [
      [asBearer(programs), asCookie(programs)],
      [asCookie(browsers), asBearer(browsers)],
    ]) {
      expect(await service.ask({ headers: right! })).toBe(`200 ${sub}`);
      expect(await service.ask({ headers: wrong! })).toBe(refused);
    }
  });

  test('version 1 does not say how it travels', async () => {
    expect(await service.ask({ headers: asBearer(ofVersion1) })).toBe(`200 ${sub}`);
    expect(await service.ask({ headers: asCookie(ofVersion1) })).toBe(`200 ${sub}`);
  });
});

describe('of several cookies', () => {
  test("a program's that was planted stands for nobody, wherever it stands", async () => {
    expect(await service.ask({ headers: asCookie(browsers, token()) })).toBe(`200 ${sub}`);
    expect(await service.ask({ headers: asCookie(token(), browsers) })).toBe(`200 ${sub}`);
    expect(await service.ask({ headers: asCookie(token(), token()) })).toBe(refused);
  });

  test("it does not keep a browser from its own logout, nor end the program's session", async () => {
    const headers = { ...asCookie(token(), browsers), ...ownPage };
    expect(await service.ask({ method: 'POST', url: '/logout', headers })).toBe(`201 ${sub}`);
    const planted = { ...asCookie(programs, programs), ...ownPage };
    expect(await service.ask({ method: 'POST', url: '/logout', headers: planted })).toBe(refused);
  });
});

// A service without a proof key hands on as a bearer what came as a cookie.
test.each(['/logout', '/logout/everywhere'])('%s ends the session of a token however it comes', async (url) => {
  expect(await service.ask({ method: 'POST', url, headers: asBearer(browsers) })).toBe(`201 ${sub}`);
  expect(await service.ask({ method: 'POST', url, headers: { ...asCookie(programs), ...ownPage } })).toBe(`201 ${sub}`);
});
