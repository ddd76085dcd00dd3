import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cookieToken, now, TEST_ISSUER, TEST_SECRET, token } from '@latchkey/testing/tokens';
import { silentLog } from '../../src/index.js';
import { mounts } from '../support/mounted.js';
import type { Serving } from '../support/serving.js';

const OWN = 'http://retirement.demo.localhost:3002';
const COOKIE = '__Secure-latchkey';
type Headers = Record<string, string>;
const bearer = (text: string): Headers => ({ authorization: `Bearer ${text}` });
const cookie = (text: string, more: Headers = {}): Headers => ({ cookie: `${COOKIE}=${text}`, ...more });

describe.each(Object.entries(mounts))('a service on %s', (_, mount) => {
  let service: Serving;
  beforeAll(async () => {
    const keys = { secret: TEST_SECRET };
    // Nobody listens there: the bank is away.
    const options = { issuer: TEST_ISSUER, audience: 'retirement', publicUrl: OWN, bankUrl: 'http://127.0.0.1:1' };
    service = await mount({ ...options, keys, opsToken: 'a token of the operators', log: silentLog });
  });
  afterAll(() => service?.close());

  const ask = (path: string, headers: Headers = {}, method = 'GET'): Promise<Response> =>
    fetch(`${service.url}${path}`, { method, headers, redirect: 'manual' });
  const codeOf = async (answer: Promise<Response>): Promise<string> => {
    const response = await answer;
    const text = await response.text();
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
    return isProblem ? `${response.status} ${(JSON.parse(text) as { code: string }).code}` : `${response.status}`;
  };

  test('hands the caller of a bearer token and of a cookie to the route', async () => {
    const sub = randomUUID();
    for (const headers of [bearer(token({ sub })), cookie(cookieToken({ sub }))]) {
      const response = await ask('/api/pension', headers);
      expect([response.status, await response.json()]).toEqual([200, { owner: sub }]);
    }
  });

  test('answers a request without a token as a problem', async () => {
    const response = await ask('/api/pension', { 'x-request-id': 'request-7' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({
      type: 'urn:latchkey:problem:token_missing',
      status: 401,
      code: 'token_missing',
      requestId: 'request-7',
    });
  });

  test('refuses a repeated Authorization header, a token of another service, one that is over and one lifted from a cookie', async () => {
    const good = token();
    expect(await codeOf(ask('/api/pension', bearer(`${good}, Bearer ${good}`)))).toBe('401 token_invalid');
    expect(await codeOf(ask('/api/pension', bearer(token({ aud: ['bank'] }))))).toBe('401 token_invalid');
    expect(await codeOf(ask('/api/pension', bearer(token({ iat: now() - 1000 }))))).toBe('401 token_expired');
    expect(await codeOf(ask('/api/pension', bearer(cookieToken())))).toBe('401 token_invalid');
  });

  test('lets only an own page change something with a cookie', async () => {
    const put = (headers: Headers): Promise<string> =>
      codeOf(ask('/api/pension', cookie(cookieToken(), headers), 'PUT'));
    expect(await put({ 'sec-fetch-site': 'same-origin' })).toBe('200');
    expect(await put({ origin: OWN })).toBe('200');
    expect(await put({ origin: service.url })).toBe('403 csrf_refused');
    expect(await put({ 'sec-fetch-site': 'cross-site' })).toBe('403 csrf_refused');
    expect(await put({})).toBe('403 csrf_refused');
  });

  test('asks for a newer token where the route is sensitive and the bank is away', async () => {
    const older = bearer(token({ iat: now() - 60 }));
    expect(await codeOf(ask('/api/pension', older, 'PUT'))).toBe('401 renew_required');
    expect(await codeOf(ask('/api/pension', older))).toBe('200');
  });

  test('names the role that a caller lacks', async () => {
    expect(await codeOf(ask('/api/clients', bearer(token({ roles: ['adviser'] }))))).toBe('200');
    const response = await ask('/api/clients', bearer(token()));
    expect([response.status, await response.json()]).toMatchObject([403, { code: 'role_missing', roles: ['adviser'] }]);
  });

  test('tells who is logged in', async () => {
    const sub = randomUUID();
    const response = await ask('/api/me?x=1', bearer(token({ sub, roles: ['adviser'] })));
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({ sub, username: 'ada', roles: ['adviser'] });
  });

  test('logs out at once, though the bank cannot be told, and takes the cookie away', async () => {
    const headers = cookie(cookieToken(), { 'sec-fetch-site': 'same-origin' });
    const response = await ask('/api/logout', headers, 'POST');
    expect(response.status).toBe(204);
    const cleared = response.headers.getSetCookie().find((one) => one.startsWith(`${COOKIE}=`));
    expect(cleared).toMatch(/^__Secure-latchkey=; Domain=demo\.localhost; Path=\/; Max-Age=0; Secure; HttpOnly/);
    expect(await codeOf(ask('/api/pension', headers))).toBe('401 session_ended');
    expect(await codeOf(ask('/api/me', headers))).toBe('401 session_ended');
  });

  test('sends a document without a living token to the bank, and nothing else', async () => {
    const document = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', accept: 'text/html' };
    const response = await ask('/page', document);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(
      `${TEST_ISSUER}/renew?return_to=${encodeURIComponent(`${OWN}/page`)}`,
    );
    expect(await codeOf(ask('/page', cookie(cookieToken(), document)))).toBe('200');
    expect(await codeOf(ask('/page'))).toBe('401 token_missing');
  });

  test('reports its keys to operators alone', async () => {
    expect(await codeOf(ask('/internal/keys'))).toBe('401 ops_token_required');
    const response = await ask('/internal/keys', bearer('a token of the operators'));
    expect(await response.json()).toMatchObject({ service: 'retirement', replicas: [{ tokenVersions: [1, 2] }] });
  });

  test('tells an open page that its session is over', async () => {
    const headers = cookie(cookieToken(), { 'sec-fetch-site': 'same-origin' });
    const stream = await ask('/api/session/stream', headers);
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    expect(await codeOf(ask('/api/logout', headers, 'POST'))).toBe('204');
    expect(await stream.text()).toBe('retry: 2000\n: open\n\nevent: end\ndata: {"code":"session_ended"}\n\n');
    expect(await codeOf(ask('/api/session/stream'))).toBe('401 token_missing');
  });

  test('lets nobody keep what it tells a caller, and answers HEAD without a body', async () => {
    const headers = bearer(token());
    const answers = await Promise.all([
      ask('/api/pension', headers),
      ask('/api/me', headers, 'HEAD'),
      ask('/api/me', {}, 'HEAD'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 401]);
    expect(answers.map((one) => one.headers.get('cache-control'))).toEqual(['no-store', 'no-store', 'no-store']);
    expect(await answers[1]!.text()).toBe('');
  });

  test('says which methods its addresses take', async () => {
    const response = await ask('/api/logout', bearer(token()));
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('leaves other addresses to the service', async () => {
    expect(await codeOf(ask('/api/me/else'))).toBe('404');
    expect(await codeOf(ask('/other', bearer(token())))).toBe('404');
  });
});
