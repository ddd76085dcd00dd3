import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { callWithTime, recoverThrough } from '../src/http/api.client.js';
import type { ApiError } from '../src/http/api.errors.js';
import { createRecovery } from '../src/session/recovery.js';
import { createRenewal } from '../src/session/renewal.client.js';
import { createTokenAge } from '../src/session/token-age.js';

type Reply = { status: number; body?: object } | 'dead';

const ISSUER = new URL('http://bank.demo.localhost:3001');
const OK: Reply = { status: 200, body: { iat: 1 } };
const refusal = (code: string, more: object = {}): Reply => ({ status: 401, body: { code, requestId: code, ...more } });

const realFetch = globalThis.fetch;
let asked: string[];
let ended: ApiError[];
let refreshed: number;

/** Answers each path by its list of replies, the last of which goes on for ever. */
function serve(replies: Record<string, Reply[]>): void {
  globalThis.fetch = (where) => {
    const path = typeof where === 'string' ? where : new URL(where instanceof Request ? where.url : where).pathname;
    asked.push(path);
    const list = replies[path] ?? [];
    const reply = (list.length > 1 ? list.shift() : list[0]) ?? { status: 404 };
    if (reply === 'dead') return Promise.reject(new TypeError('fetch failed'));
    const headers = { date: new Date(1_000_000).toUTCString(), 'x-request-id': 'r' };
    return Promise.resolve(Response.json(reply.body ?? {}, { status: reply.status, headers }));
  };
}

function error(promise: Promise<unknown>): Promise<ApiError> {
  return promise.then(
    () => Promise.reject(new Error('it was answered')),
    (thrown: ApiError) => thrown,
  );
}

beforeEach(() => {
  asked = [];
  ended = [];
  refreshed = 0;
  const age = createTokenAge();
  const renewal = createRenewal(ISSUER, age);
  recoverThrough(
    createRecovery({
      age,
      usedSince: () => Promise.resolve(),
      renewal,
      end: (refused) => Promise.resolve(void ended.push(refused)),
      refresh: () => Promise.resolve(void (refreshed += 1)),
    }),
  );
});

afterEach(() => {
  globalThis.fetch = realFetch;
});

describe('a request that is refused', () => {
  test('is repeated after one renewal', async () => {
    serve({ '/api/plan': [refusal('token_expired'), OK], '/api/me': [refusal('token_expired')], '/api/refresh': [OK] });
    expect((await callWithTime('GET', '/api/plan')).value).toEqual({ iat: 1 });
    expect(asked).toEqual(['/api/plan', '/api/me', '/api/refresh', '/api/plan']);
  });

  test('costs no renewal if another tab renewed meanwhile', async () => {
    serve({ '/api/plan': [refusal('token_expired'), OK], '/api/me': [{ status: 200, body: { iat: 999 } }] });
    await callWithTime('GET', '/api/plan');
    expect(asked).toEqual(['/api/plan', '/api/me', '/api/plan']);
  });

  test('shares its renewal with the others of the page', async () => {
    serve({
      '/api/plan': [refusal('token_expired'), refusal('token_expired'), refusal('token_expired'), OK],
      '/api/me': [refusal('token_expired')],
      '/api/refresh': [OK],
    });
    await Promise.all([1, 2, 3].map(() => callWithTime('GET', '/api/plan')));
    expect(asked.filter((path) => path === '/api/refresh')).toHaveLength(1);
  });

  test('is shown when the renewal changed nothing, and says that a login would not help', async () => {
    serve({ '/api/plan': [refusal('clock_skew')], '/api/me': [refusal('clock_skew')], '/api/refresh': [OK] });
    const shown = await error(callWithTime('PUT', '/api/plan', {}));
    expect(shown).toMatchObject({ code: 'clock_skew', requestId: 'clock_skew', renewed: true });
    expect(asked.filter((path) => path === '/api/refresh')).toHaveLength(1);
    expect(ended).toEqual([]);
  });

  test.each(['dead', { status: 503 }] as const)('keeps its id while the bank is away: %j', async (bank) => {
    serve({
      '/api/plan': [refusal('renew_required')],
      '/api/me': [{ status: 200, body: { iat: 900 } }],
      '/api/refresh': [bank],
    });
    const shown = await error(callWithTime('PUT', '/api/plan', {}));
    expect(shown).toMatchObject({
      status: 0,
      code: 'bank_unreachable',
      requestId: bank === 'dead' ? 'renew_required' : 'r',
    });
    expect(ended).toEqual([]);
  });

  test('of an ended session ends it without a renewal', async () => {
    serve({ '/api/plan': [refusal('session_ended')] });
    expect((await error(callWithTime('GET', '/api/plan'))).code).toBe('session_ended');
    expect(asked).toEqual(['/api/plan']);
    expect(ended).toHaveLength(1);
  });

  test('ends the session with the reason that the bank gives', async () => {
    serve({
      '/api/plan': [refusal('token_expired')],
      '/api/me': [refusal('token_expired')],
      '/api/refresh': [refusal('session_ended', { endReason: 'idle' })],
    });
    await error(callWithTime('GET', '/api/plan'));
    expect(ended).toMatchObject([{ code: 'session_ended', endReason: 'idle' }]);
  });

  test('for a wrong password leaves the session alone', async () => {
    serve({ '/api/password': [refusal('invalid_credentials')] });
    expect((await error(callWithTime('POST', '/api/password', {}))).code).toBe('invalid_credentials');
    expect(asked).toEqual(['/api/password']);
  });

  test('for a missing role asks for the rights again, and renews nothing', async () => {
    serve({ '/api/clients': [{ status: 403, body: { code: 'role_missing' } }] });
    expect((await error(callWithTime('GET', '/api/clients'))).code).toBe('role_missing');
    expect([asked, refreshed, ended]).toEqual([['/api/clients'], 1, []]);
  });

  test('for another reason than its login or its rights is shown as it is', async () => {
    serve({ '/api/support/look': [{ status: 403, body: { code: 'own_account' } }] });
    expect((await error(callWithTime('POST', '/api/support/look', {}))).code).toBe('own_account');
    expect([asked, refreshed, ended]).toEqual([['/api/support/look'], 0, []]);
  });

  test('with the new key, which the service has not read yet, waits for it', async () => {
    const replies = [refusal('token_invalid'), refusal('token_invalid'), refusal('token_invalid'), OK];
    serve({ '/api/plan': replies, '/api/me': [refusal('token_invalid')], '/api/refresh': [OK] });
    await callWithTime('GET', '/api/plan');
    expect(asked.filter((path) => path === '/api/refresh')).toHaveLength(1);
  });
});

test('a page that is refused for ever asks the bank 20 times a minute and no more', async () => {
  serve({ '/api/plan': [refusal('token_expired')], '/api/me': [refusal('token_expired')], '/api/refresh': [OK] });
  for (let turn = 0; turn < 30; turn += 1) await error(callWithTime('GET', '/api/plan'));
  expect(asked.filter((path) => path === '/api/refresh')).toHaveLength(20);
});
