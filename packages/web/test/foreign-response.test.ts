import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { callWithTime, recoverThrough } from '../src/http/api.client.js';
import type { ApiError } from '../src/http/api.errors.js';
import { request } from '../src/http/request.js';
import { createRecovery } from '../src/session/recovery.js';
import { createRenewal } from '../src/session/renewal.client.js';
import { createTokenAge } from '../src/session/token-age.js';

const ISSUER = new URL('http://bank.demo.localhost:3001');
const realFetch = globalThis.fetch;
let asked = 0;
let ended: ApiError[] = [];

const answering = (make: () => Response): void => {
  globalThis.fetch = () => {
    asked += 1;
    return Promise.resolve(make());
  };
};
const html = (status: number) => () =>
  new Response('<h1>Who are you?</h1>', { status, headers: { 'content-type': 'text/html' } });
const json = (status: number, body: unknown) => () => Response.json(body, { status });
/** What `fetch` makes of a redirect that is not to be followed. */
const redirect = () => Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' });

beforeEach(() => {
  asked = 0;
  ended = [];
  const age = createTokenAge();
  const renewal = createRenewal(ISSUER, age);
  const end = (error: ApiError) => Promise.resolve(void ended.push(error));
  const refresh = () => Promise.resolve();
  recoverThrough(createRecovery({ age, usedSince: refresh, renewal, end, refresh }));
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

describe('an answer that is none of ours', () => {
  test.each([
    ['a page with 200', html(200), 0, 'foreign_answer'],
    ['a page with 401', html(401), 0, 'foreign_answer'],
    ['a page with 403', html(403), 0, 'foreign_answer'],
    ['a page with 407', html(407), 0, 'foreign_answer'],
    ['JSON of another make', json(401, { message: 'Unauthorized' }), 0, 'foreign_answer'],
    ['JSON null', json(403, null), 0, 'foreign_answer'],
    ['a redirect', redirect, 0, 'foreign_answer'],
    ['a page with 429', html(429), 429, 'gateway_busy'],
    ['a page with 500', html(500), 500, 'gateway_error'],
    ['a page with 502', html(502), 502, 'gateway_error'],
    ['a page with 503', html(503), 503, 'gateway_error'],
  ])('%s is said to be so', async (_, answer, status, code) => {
    answering(answer);
    await expect(request('GET', '/api/plan')).rejects.toMatchObject({ status, code });
  });

  test('logs nobody out and is asked for once', async () => {
    answering(html(401));
    await expect(callWithTime('GET', '/api/plan')).rejects.toMatchObject({ code: 'foreign_answer' });
    expect([asked, ended]).toEqual([1, []]);
  });
});

test('a refusal for a header that the page did not send is asked for once, and shown with its id', async () => {
  answering(
    json(401, { code: 'token_invalid', detail: 'A header.', requestId: 'r-1', refusedHeader: 'Authorization' }),
  );
  await expect(callWithTime('GET', '/api/me')).rejects.toMatchObject({
    code: 'authorization_foreign',
    requestId: 'r-1',
  });
  expect([asked, ended]).toEqual([1, []]);
});
