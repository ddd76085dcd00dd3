import { afterAll, expect, test } from '@jest/globals';
import { tokenFor, waitUntil } from '@latchkey/testing';
import { statusFor, startStack, person } from './logout/stack.js';

const stack = await startStack();
const replica = await stack.replica();
afterAll(() => stack.close());

const ownPage = { origin: 'http://retirement.demo.localhost:3002', 'sec-fetch-site': 'same-origin' };
const pages: [string, Record<string, string>][] = [
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['a sibling host', { origin: 'http://evil.demo.localhost', 'sec-fetch-site': 'same-site' }],
  ['no page', {}],
];

// An expired token may end its own session only.
test.each([
  ['/api/logout', 3_600],
  ['/api/logout/everywhere', 600],
])(
  '%s clears what this host may clear, and names the session to the bank for as long as it could live',
  async (path, age) => {
    const { sid, cookie } = person({ age });
    const answer = await replica.request
      .post(path)
      .set({ cookie, ...ownPage })
      .expect(204);
    expect(answer.headers['clear-site-data']).toBe('"cache"');
    const [access, hint, out] = answer.headers['set-cookie'] as unknown as [string, string, string];
    expect(access).toMatch(/^__Secure-latchkey=; Domain=demo\.localhost; Path=\/; Max-Age=0;/);
    expect(hint).toMatch(/^latchkey-hint=; Domain=demo\.localhost; Path=\/; Max-Age=0;/);
    const [, named, left] = /^__Secure-latchkey-out=([^;]+); .*Max-Age=(\d+); Secure; HttpOnly; SameSite=Lax$/.exec(
      out,
    )!;
    expect(named).toBe(sid);
    expect(Number(left)).toBeGreaterThan(43_200 - age - 60);
    expect(Number(left)).toBeLessThanOrEqual(43_200 - age);
  },
);

test.each(pages)('%s ends no session', async (_who, headers) => {
  const { sid, cookie } = person();
  for (const path of ['/api/logout', '/api/logout/everywhere']) {
    const answer = await replica.request.post(path).set({ cookie, ...headers });
    expect([answer.status, answer.body.code]).toEqual([403, 'csrf_refused']);
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
  expect(await stack.query('SELECT sid FROM auth_local_revocations WHERE sid = $1', [sid])).toEqual([]);
});

test('next to a planted cookie the session of the caller is the one that is told of', async () => {
  const { sid, token, cookie } = person();
  const planted = tokenFor({}, { secret: 'another-secret-of-the-same-length-0123456789' });
  await replica.request
    .post('/api/logout')
    .set({ cookie: `__Secure-latchkey=${planted}; ${cookie}`, ...ownPage })
    .expect(204);
  await waitUntil(() => stack.bank.logouts.delivered.some((sent) => sent.sid === sid));
  expect(await statusFor(replica, token)).toBe('401 session_ended');
});

test('a forged token ends nothing', async () => {
  const { sid } = person();
  const forged = tokenFor({ sid }, { secret: 'another-secret-of-the-same-length-0123456789' });
  const answer = await replica.request.post('/api/logout/everywhere').auth(forged, { type: 'bearer' });
  expect([answer.status, answer.body.code]).toEqual([401, 'token_invalid']);
  expect(await stack.query('SELECT sid FROM auth_local_revocations WHERE sid = $1', [sid])).toEqual([]);
});
