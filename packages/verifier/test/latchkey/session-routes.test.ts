import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cookieToken, now, TEST_ISSUER, TEST_SECRET, token } from '@latchkey/testing/tokens';
import { keyReport, problem } from '../../src/contract/index.js';
import { latchkey, type LatchkeyOptions } from '../../src/mounts/node.js';
import { MemoryStore } from '../../src/storage/stores.js';
import { serving, type Serving } from '../support/serving.js';

const store = new MemoryStore();
const silent = { log: () => undefined, warn: () => undefined, error: () => undefined };
const options: LatchkeyOptions = {
  issuer: TEST_ISSUER,
  audience: 'retirement',
  publicUrl: 'http://retirement.demo.localhost:3002',
  bankUrl: 'http://127.0.0.1:9',
  keys: { secret: TEST_SECRET },
  store,
  log: silent,
};
let service: Serving;
let other: Serving;
let guarded: Serving;
beforeAll(async () => {
  service = await serving(await latchkey(options));
  other = await serving(await latchkey(options));
  guarded = await serving(await latchkey({ ...options, opsToken: 'a token of the operators' }));
});
afterAll(() => Promise.all([service, other, guarded].map((one) => one?.close())));

type Headers = Record<string, string>;
const bearer = (changes: object = {}): Headers => ({ authorization: `Bearer ${token({ ...changes })}` });
const ask = (path: string, headers: Headers = {}, method = 'GET', body?: string, at = service): Promise<Response> =>
  fetch(`${at.url}${path}`, { method, headers, redirect: 'manual', ...(body !== undefined && { body }) });

describe('the routes of the session', () => {
  test.each([
    ['/api/me', 'POST', 'GET, HEAD'],
    ['/api/me', 'DELETE', 'GET, HEAD'],
    ['/api/services', 'PUT', 'GET, HEAD'],
    ['/api/session/stream', 'POST', 'GET, HEAD'],
    ['/internal/keys', 'POST', 'GET, HEAD'],
    ['/api/logout', 'GET', 'POST'],
    ['/api/logout', 'HEAD', 'POST'],
    ['/api/logout/everywhere', 'PUT', 'POST'],
  ])('%s takes no %s, and says what it takes', async (path, method, allow) => {
    const response = await ask(path, bearer(), method);
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    if (method !== 'HEAD') expect(problem.parse(await response.json()).code).toBe('method_not_allowed');
  });

  test('answer HEAD as GET, without a body, and open no stream for it', async () => {
    for (const path of ['/api/me?x=1', '/api/services', '/api/session/stream']) {
      const response = await ask(path, bearer(), 'HEAD');
      expect([response.status, response.headers.get('cache-control'), await response.text()]).toEqual([
        200,
        'no-store',
        '',
      ]);
    }
    expect((await ask('/api/me', {}, 'HEAD')).status).toBe(401);
  });

  test('are found by their exact path alone', async () => {
    for (const path of ['/api/me/', '/API/me', '/api//me', '/api/logout/all', '/x/api/me'])
      expect((await ask(path, bearer())).status).toBe(404);
  });

  test('a logout reads no body, of whatever type and length', async () => {
    const body = 'x'.repeat(200_000);
    const response = await ask('/api/logout', { ...bearer(), 'content-type': 'text/plain' }, 'POST', body);
    expect(response.status).toBe(204);
  });

  test('a logout takes what is expired or ended, of one way or the other; everywhere takes nothing expired', async () => {
    const iat = now() - 2_000;
    const expired = { iat, exp: iat + 900, auth_time: iat };
    expect((await ask('/api/logout', bearer(expired), 'POST')).status).toBe(204);
    expect((await ask('/api/logout/everywhere', bearer(expired), 'POST')).status).toBe(401);
    const again = bearer();
    for (let i = 0; i < 2; i += 1) expect((await ask('/api/logout/everywhere', again, 'POST')).status).toBe(204);
    const lifted = { authorization: `Bearer ${cookieToken()}` };
    expect((await ask('/api/logout', lifted, 'POST')).status).toBe(204);
    const over = now() - 50_000;
    const gone = bearer({ iat: over, exp: over + 900, auth_time: over });
    expect((await ask('/api/logout', gone, 'POST')).status).toBe(401);
  });

  test('a logout counts at the other replicas within a second', async () => {
    const person = bearer();
    expect((await ask('/api/pension', person, 'GET', undefined, other)).status).toBe(200);
    await ask('/api/logout', person, 'POST');
    const begun = performance.now();
    while ((await ask('/api/pension', person, 'GET', undefined, other)).status === 200)
      expect(performance.now() - begun).toBeLessThan(1_500);
  });
});

describe('the report of keys', () => {
  test('names every replica that shares the store, with the versions that they read', async () => {
    const response = await ask('/internal/keys');
    const report = keyReport.parse(await response.json());
    expect(report).toMatchObject({ service: 'retirement', tokenTtl: 900 });
    expect(report.replicas.length).toBeGreaterThanOrEqual(2);
    for (const { thumbprints, tokenVersions, signing } of report.replicas)
      expect([thumbprints.length, tokenVersions, signing]).toEqual([1, [1, 2], null]);
  });

  test.each<[string, Headers]>([
    ['a proxy', { 'x-forwarded-for': '127.0.0.1' }],
    ['another proxy', { forwarded: 'for=127.0.0.1' }],
  ])('is not for whoever comes through %s', async (_, headers) => {
    const response = await ask('/internal/keys', headers);
    expect([response.status, problem.parse(await response.json()).code]).toEqual([403, 'ops_only']);
  });

  test('is for the token of the operators alone, where there is one', async () => {
    const code = async (headers: Headers): Promise<string> => {
      const response = await ask('/internal/keys', headers, 'GET', undefined, guarded);
      return `${response.status} ${response.headers.get('www-authenticate')}`;
    };
    expect(await code({})).toBe('401 Bearer');
    expect(await code({ authorization: 'Bearer another token' })).toBe('401 Bearer');
    expect(await code(bearer())).toBe('401 Bearer');
    expect(await code({ authorization: 'Bearer a token of the operators' })).toBe('200 null');
  });
});

describe('a page', () => {
  const DOCUMENT = { 'sec-fetch-dest': 'document' };
  const cookie = (text: string): Headers => ({ cookie: `__Secure-latchkey=${text}` });
  const iat = now() - 2_000;
  const expired = { iat, exp: iat + 900, auth_time: iat };

  test.each<[string, Headers]>([
    ['without a token', DOCUMENT],
    ['with one that is over', { ...DOCUMENT, ...cookie(cookieToken(expired)) }],
    ['with one that is none', { ...DOCUMENT, ...cookie('x.y.z') }],
    ['of a browser that does not say what it wants it for', { accept: 'text/html,*/*' }],
  ])('%s is sent to the bank, with its query, and kept by no cache', async (_, headers) => {
    const response = await ask('/page?year=2026&x=%2F', headers);
    const back = encodeURIComponent('http://retirement.demo.localhost:3002/page?year=2026&x=%2F');
    expect([response.status, response.headers.get('location')]).toEqual([
      302,
      `${TEST_ISSUER}/renew?return_to=${back}`,
    ]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('vary')).toContain('cookie');
  });

  test.each<[string, Headers]>([
    ['a fetch', { 'sec-fetch-dest': 'empty', accept: 'text/html' }],
    ['a frame', { 'sec-fetch-dest': 'iframe', accept: 'text/html' }],
    ['a program', { accept: 'application/json' }],
  ])('%s is answered with a problem', async (_, headers) => {
    const response = await ask('/page', headers);
    expect([response.status, problem.parse(await response.json()).code]).toEqual([401, 'token_missing']);
  });

  test('an address that begins like a host stays a path', async () => {
    const response = await ask('/page?//evil.example', DOCUMENT);
    const back = new URL(new URL(response.headers.get('location')!).searchParams.get('return_to')!);
    expect(back.origin).toBe('http://retirement.demo.localhost:3002');
  });

  test('what no renewal mends is a page for a person: a role that is missing, a clock that is off', async () => {
    const future = now() + 300;
    for (const [path, text, status, code] of [
      ['/advice', cookieToken(), 403, 'role_missing'],
      ['/page', cookieToken({ iat: future, auth_time: future }), 401, 'clock_skew'],
    ] as const) {
      const response = await ask(path, { ...DOCUMENT, ...cookie(text), 'x-request-id': 'request-7' });
      expect([response.status, response.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
      expect(await response.text()).toContain(`Code ${code}, request request-7.`);
    }
    expect(await (await ask('/page', { ...DOCUMENT, ...cookie(cookieToken()) })).json()).toHaveProperty('owner');
  });
});

describe('a WebSocket', () => {
  const cookie = { cookie: `__Secure-latchkey=${cookieToken()}` };
  test.each<[string, Headers, number]>([
    ['a page of its own', { ...cookie, origin: 'http://retirement.demo.localhost:3002' }, 200],
    ['a page of its own, as the browser says', { ...cookie, 'sec-fetch-site': 'same-origin' }, 200],
    ['a page elsewhere', { ...cookie, origin: 'https://evil.example' }, 403],
    [
      'a page of another service',
      { ...cookie, origin: 'http://bank.demo.localhost:3001', 'sec-fetch-site': 'same-site' },
      403,
    ],
    ['nobody knows whom', cookie, 403],
    ['a program with a bearer', bearer(), 200],
  ])('that %s opens', async (_, headers, status) => {
    expect((await ask('/socket', headers)).status).toBe(status);
  });
});
