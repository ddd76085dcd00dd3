import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { PASSWORD, register, startBank, type Bank } from './bank.js';
import { HOUSE_PAGE, OWN_PAGE, pageRefresh, refresh, sidOf, told, tokensOf } from './refresh-client.js';

let bank: Bank;
beforeAll(async () => {
  bank = await startBank();
  await register(bank, 'ada').expect(201);
});
afterAll(() => bank?.close());

const out = (sid: string) => `; __Secure-latchkey-out=${sid}`;
const endOf = async (token: string) => {
  const sql = 'SELECT end_reason FROM sessions WHERE id = $1';
  return (await bank.app.get(Database).query<{ end_reason: string | null }[]>(sql, [sidOf(token)]))[0]?.end_reason;
};

test.each([
  ["the bank's", OWN_PAGE],
  ["another service's", HOUSE_PAGE],
])('a session that was ended at a service is not renewed, and nothing of it is kept: page of %s', async (_, page) => {
  const { refresh_token } = await tokensOf(bank);
  const { cookies, ...refusal } = told(await pageRefresh(bank, refresh_token, page, out(sidOf(refresh_token))));
  expect(refusal).toEqual({ status: 401, code: 'session_ended', endReason: 'logout' });
  const cleared = (cookies as string[]).map(
    (cookie) => cookie.split('=')[0] + (cookie.includes('Max-Age=0') ? '' : '!'),
  );
  expect(cleared.toSorted()).toEqual([
    '__Host-latchkey-refresh',
    '__Secure-latchkey',
    '__Secure-latchkey-out',
    'latchkey-hint',
  ]);
  expect(await endOf(refresh_token)).toBe('logout');
  expect(told(await refresh(bank, refresh_token))).toMatchObject({ status: 401, endReason: 'logout' });
});

test('among several such cookies the one that names the session counts', async () => {
  const { refresh_token } = await tokensOf(bank);
  await pageRefresh(bank, refresh_token, OWN_PAGE, out('planted') + out(sidOf(refresh_token))).expect(401);
  expect(await endOf(refresh_token)).toBe('logout');
});

test('one that names another session changes nothing, for either', async () => {
  const [mine, other] = [await tokensOf(bank), await tokensOf(bank)];
  await pageRefresh(bank, mine.refresh_token, OWN_PAGE, out(sidOf(other.refresh_token))).expect(200);
  expect([await endOf(mine.refresh_token), await endOf(other.refresh_token)]).toEqual([null, null]);
});

test('a login clears it, since it names a session that is no more', async () => {
  const body = { username: 'ada', password: PASSWORD, transport: 'cookie' };
  const login = (cookie: string) => bank.request.post('/api/login').set(OWN_PAGE).set('Cookie', cookie).send(body);
  const names = ({ headers }: { headers: Record<string, unknown> }) =>
    (headers['set-cookie'] as string[]).map((cookie) => cookie.split('=')[0]);
  expect(names(await login('__Secure-latchkey-out=planted'))).toContain('__Secure-latchkey-out');
  expect(names(await login('other=1'))).not.toContain('__Secure-latchkey-out');
});

test('with a forged token it ends nothing', async () => {
  const { refresh_token } = await tokensOf(bank);
  const forged = refresh_token.slice(0, -1) + (refresh_token.endsWith('A') ? 'E' : 'A');
  await pageRefresh(bank, forged, OWN_PAGE, out(sidOf(refresh_token))).expect(401);
  expect(await endOf(refresh_token)).toBeNull();
});

test('for a foreign page it ends nothing', async () => {
  const { refresh_token } = await tokensOf(bank);
  const page = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
  await pageRefresh(bank, refresh_token, page, out(sidOf(refresh_token))).expect(403);
  expect(await endOf(refresh_token)).toBeNull();
});
