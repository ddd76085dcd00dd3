import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accessTokenClaims1 } from '@latchkey/verifier/contract';
import { waitUntil } from '@latchkey/testing';
import { browserLogin, login, PASSWORD, register, startBank, type Bank } from './bank.js';
import { claimsOf, cookieTokens, pageRefresh, pageTokensOf, refresh, tokensOf } from './refresh-client.js';
import { sql } from './signed-in.js';

let bank: Bank;
let sub: string;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
  sub = (await register(bank, 'ada').expect(201)).body.id;
});
afterAll(() => bank?.close());

/** As the command writes it. */
async function grant(role: string): Promise<void> {
  await sql(
    bank,
    `WITH granted AS (INSERT INTO user_roles (user_id, role) VALUES ($1, $2))
     UPDATE users SET rights_version = rights_version + 1, rights_changed_at = clock_timestamp() WHERE id = $1`,
    [sub, role],
  );
}

const said = (token: string) => {
  const { ver, roles, rv, client_id, trv } = claimsOf(token);
  return { ver, roles, rv, client_id, trv };
};

describe('how a token travels stands in it', () => {
  test('for programs, after a login and after a renewal', async () => {
    const tokens = await tokensOf(bank);
    const { body } = await refresh(bank, tokens.refresh_token).expect(200);
    for (const token of [tokens.access_token, body.access_token]) expect(said(token)).toMatchObject({ trv: 'bearer' });
  });

  test('for browsers, after a login and after a renewal', async () => {
    const tokens = await pageTokensOf(bank);
    const renewed = cookieTokens(await pageRefresh(bank, tokens.refresh_token).expect(200));
    for (const { access_token } of [tokens, renewed]) expect(said(access_token)).toMatchObject({ trv: 'cookie' });
  });

  test('and the same refresh token gives another answer to each', async () => {
    const tokens = await pageTokensOf(bank);
    const { body } = await refresh(bank, tokens.refresh_token).expect(200);
    expect(said(body.access_token)).toMatchObject({ trv: 'bearer' });
    const again = cookieTokens(await pageRefresh(bank, tokens.refresh_token).expect(200));
    expect(again.refresh_token).toBe(body.refresh_token);
    expect(said(again.access_token)).toMatchObject({ trv: 'cookie' });
  });
});

describe('the service for which a person logs in', () => {
  const loginFor = (client_id: unknown) =>
    bank.request.post('/api/login').send({ username: 'ada', password: PASSWORD, client_id });

  test('is named by every token of the session, and is the bank where none was named', async () => {
    const { body } = await loginFor('retirement').expect(200);
    const { body: renewed } = await refresh(bank, body.refresh_token).expect(200);
    const { body: again } = await refresh(bank, body.refresh_token).expect(200);
    for (const token of [body.access_token, renewed.access_token, again.access_token])
      expect(said(token)).toMatchObject({ client_id: 'retirement' });
    expect(said((await login(bank, 'ada')).body.access_token)).toMatchObject({ client_id: 'bank' });
    expect(said(cookieTokens(await browserLogin(bank, 'ada')).access_token)).toMatchObject({ client_id: 'bank' });
  });

  test('of a session that a replica of the release before opened is the bank', async () => {
    const { refresh_token, access_token } = await tokensOf(bank);
    await sql(bank, 'UPDATE sessions SET client_id = DEFAULT WHERE id = $1', [claimsOf(access_token)['sid']]);
    const { body } = await refresh(bank, refresh_token).expect(200);
    expect(said(body.access_token)).toMatchObject({ client_id: 'bank' });
  });

  test.each([['pension'], ['Bank'], [''], [null], [['bank']], ['__proto__'], ['bank\0']])(
    'is none of the deployment: %j',
    async (client_id) => {
      const { body } = await loginFor(client_id).expect(400);
      expect(body).toMatchObject({ code: 'invalid_body', errors: [{ pointer: '/client_id' }] });
    },
  );

  test('is refused before any password is looked at', async () => {
    const sent = { username: 'nobody', password: 'wrong', client_id: 'pension' };
    const { body } = await bank.request.post('/api/login').send(sent).expect(400);
    expect(body).toMatchObject({
      code: 'invalid_body',
      errors: [{ pointer: '/client_id', detail: 'Is no service of this deployment.' }],
    });
  });
});

test('the roles and their version are those of the rows, in the order of code points', async () => {
  const { refresh_token } = await tokensOf(bank);
  for (const role of ['r', 'r-a', 'r0', 'ra', 'r-']) await grant(role);
  const expected = { ver: 2, roles: ['r', 'r-', 'r-a', 'r0', 'ra'], rv: 5 };
  const { body } = await refresh(bank, refresh_token).expect(200);
  expect(said(body.access_token)).toMatchObject(expected);
  const { body: repeated } = await refresh(bank, refresh_token).expect(200);
  expect(said(repeated.access_token)).toMatchObject(expected);
  expect(said((await tokensOf(bank)).access_token)).toMatchObject(expected);
  const me = await bank.request.get('/api/me').set('Authorization', `Bearer ${body.access_token}`).expect(200);
  expect(me.body.roles).toEqual(expected.roles);
});

test('sixteen roles of the greatest length fit into a cookie and into what verifiers read', async () => {
  await sql(bank, 'DELETE FROM user_roles WHERE user_id = $1', [sub]);
  for (let index = 0; index < 16; index += 1) await grant(`${'r'.repeat(30)}${index.toString(36).padStart(2, '0')}`);
  const tokens = await pageTokensOf(bank);
  expect(tokens.access_token.length).toBeLessThan(2048);
  const Cookie = `__Secure-latchkey=${tokens.access_token}; __Host-latchkey-refresh=${tokens.refresh_token}`;
  const { body } = await bank.request.get('/api/me').set({ Cookie }).expect(200);
  expect(body.roles).toHaveLength(16);
});

test('while version 1 is to be issued, tokens have exactly its claims, whatever roles the person has', async () => {
  await sql(bank, 'UPDATE token_contract SET version = 1');
  await waitUntil(async () => Number(claimsOf((await tokensOf(bank)).access_token)['ver']) === 1);
  const page = await pageTokensOf(bank);
  const { body } = await refresh(bank, (await tokensOf(bank)).refresh_token).expect(200);
  for (const token of [page.access_token, body.access_token]) {
    expect(Object.keys(claimsOf(token))).toEqual(Object.keys(accessTokenClaims1.shape));
    expect(accessTokenClaims1.safeParse(claimsOf(token)).success).toBe(true);
  }
  const Cookie = `__Secure-latchkey=${page.access_token}; __Host-latchkey-refresh=${page.refresh_token}`;
  expect((await bank.request.get('/api/me').set({ Cookie }).expect(200)).body.roles).toEqual([]);
});
