import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { login, pageLogin, register, startBank, type Bank } from './bank.js';
import {
  claimsOf,
  generationOf,
  HOUSE_PAGE,
  OWN_PAGE,
  pageRefresh,
  refresh,
  sidOf,
  told,
  tokensOf,
} from './refresh-client.js';

let bank: Bank;
beforeAll(async () => {
  bank = await startBank();
  await register(bank, 'ada').expect(201);
});
afterAll(() => bank?.close());

describe('a refresh by a program', () => {
  test('answers new tokens of the same session, in the body alone', async () => {
    const first = await tokensOf(bank);
    const { body, headers } = await refresh(bank, first.refresh_token).expect(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: expect.any(String),
    });
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['cache-control']).toBe('no-store');
    const [before, after] = [claimsOf(first.access_token), claimsOf(body.access_token)];
    expect(after).toEqual({ ...before, jti: after['jti'], iat: after.iat, exp: after.iat + 900 });
    expect(after['jti']).not.toBe(before['jti']);
    expect(sidOf(body.refresh_token)).toBe(before['sid']);
    expect(generationOf(body.refresh_token)).toBe(2);
    await bank.request.get('/api/me').set('Authorization', `Bearer ${body.access_token}`).expect(200);
  });

  test('goes on from token to token', async () => {
    let { refresh_token: token } = await tokensOf(bank);
    for (let generation = 2; generation < 8; generation += 1) {
      token = (await refresh(bank, token).expect(200)).body.refresh_token;
      expect(generationOf(token)).toBe(generation);
    }
  });

  test('ignores cookies, and needs no page', async () => {
    const [mine, other] = [await tokensOf(bank), await tokensOf(bank)];
    const cookie = `__Host-latchkey-refresh=${other.refresh_token}; __Secure-latchkey-out=${sidOf(mine.refresh_token)}`;
    const { body, headers } = await refresh(bank, mine.refresh_token)
      .set({ Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' })
      .expect(200);
    expect(sidOf(body.refresh_token)).toBe(sidOf(mine.refresh_token));
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('remembers where the session was last used from, and when', async () => {
    const { refresh_token } = await tokensOf(bank);
    await refresh(bank, refresh_token).set('X-Forwarded-For', '198.51.100.7').expect(200);
    const [row] = await bank.app
      .get(Database)
      .query<object[]>('SELECT address, last_used_at > created_at AS used FROM sessions WHERE id = $1', [
        sidOf(refresh_token),
      ]);
    expect(row).toEqual({ address: '198.51.100.7', used: true });
  });

  test.each([
    ['too long a text', { refresh_token: 'v'.repeat(1025) }],
    ['an empty text', { refresh_token: '' }],
    ['a number', { refresh_token: 1 }],
    ['another member', { refresh_token: 'v1', scope: 'all' }],
    ['a list', []],
    ['null', null],
  ])('is refused with %s as its body', async (_, body) => {
    const { status, body: problem } = await bank.request
      .post('/api/refresh')
      .set('Content-Type', 'application/json')
      .send(JSON.stringify(body));
    expect({ status, code: problem.code }).toEqual({ status: 400, code: 'invalid_body' });
  });
});

/** What a browser sends back of the cookies that it was given. */
const cookieHeader = (set: readonly string[]): string => set.map((one) => one.split(';')[0]).join('; ');

describe('a refresh by a page', () => {
  const cookiesOf = async () => {
    const { headers } = await pageLogin(bank, 'ada', OWN_PAGE).expect(200);
    return (headers['set-cookie'] as unknown as string[])[1]!.split(';')[0]!.split('=')[1]!;
  };

  test.each([
    ['its own', OWN_PAGE],
    ["another service's", HOUSE_PAGE],
    ['its own, in an old browser', { Origin: OWN_PAGE.Origin }],
  ])('of %s answers cookies and no token in the body', async (_, page) => {
    const { body, headers } = await pageRefresh(bank, await cookiesOf(), page).expect(200);
    expect(body).toEqual({ token_type: 'Cookie', expires_in: 900 });
    const [access, refreshed, ...others] = headers['set-cookie'] as unknown as string[];
    expect(others).toEqual([]);
    expect(access).toMatch(
      /^__Secure-latchkey=[\w-]+\.[\w-]+\.[\w-]+; Domain=demo\.localhost; Path=\/; Max-Age=4(3200|31\d\d); Secure; HttpOnly; SameSite=Lax$/,
    );
    expect(refreshed).toMatch(
      /^__Host-latchkey-refresh=v1\.[\w.-]+; Path=\/; Max-Age=4(3200|31\d\d); Secure; HttpOnly; SameSite=Strict$/,
    );
    expect(generationOf(refreshed!)).toBe(2);
  });

  test('that leads on to the login leaves it the cookies of a session that is over, to ask why', async () => {
    const token = await cookiesOf();
    const ended = (await pageRefresh(bank, token).expect(200)).headers['set-cookie'] as unknown as string[];
    await bank.request
      .post('/api/logout')
      .set({ ...OWN_PAGE, Cookie: cookieHeader(ended) })
      .expect(204);
    const ask = (path: string) =>
      bank.request
        .post(path)
        .set({ ...OWN_PAGE, Cookie: cookieHeader(ended) })
        .send({});
    expect(told(await ask('/api/refresh?leads_to=login'))).toMatchObject({ status: 401, cookies: undefined });
    expect(told(await ask('/api/refresh')).cookies).toHaveLength(4);
  });

  test('needs no body', async () => {
    const cookie = `__Host-latchkey-refresh=${await cookiesOf()}`;
    await bank.request
      .post('/api/refresh')
      .set({ ...OWN_PAGE, Cookie: cookie })
      .expect(200);
  });

  test.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
    ['a sibling that is no service', { 'Sec-Fetch-Site': 'same-site', Origin: 'http://blog.demo.localhost' }],
    ['the address line', { 'Sec-Fetch-Site': 'none' }],
    ['the opaque origin', { Origin: 'null' }],
    ['nowhere', {}],
  ])('of %s is refused, and rotates nothing', async (_, page) => {
    const token = await cookiesOf();
    expect(told(await pageRefresh(bank, token, page))).toEqual({ status: 403, code: 'csrf_refused' });
    const { headers } = await pageRefresh(bank, token).expect(200);
    expect(generationOf((headers['set-cookie'] as unknown as string[])[1]!)).toBe(2);
  });

  test('with two refresh cookies is refused', async () => {
    const [one, two] = [await cookiesOf(), await cookiesOf()];
    const answer = await pageRefresh(bank, one, OWN_PAGE, `; __Host-latchkey-refresh=${two}`);
    expect(told(answer)).toEqual({ status: 401, code: 'refresh_invalid' });
  });
});

test('without a token is refused', async () => {
  for (const body of [{}, undefined]) {
    const answer = await bank.request.post('/api/refresh').set(OWN_PAGE).send(body);
    expect(told(answer)).toEqual({ status: 401, code: 'token_missing' });
  }
});

test('a login adopts nothing that the client sent', async () => {
  const { refresh_token: planted } = await tokensOf(bank);
  const { body } = await login(bank, 'ada').set('Cookie', `__Host-latchkey-refresh=${planted}`).expect(200);
  expect(sidOf(body.refresh_token)).not.toBe(sidOf(planted));
  expect(generationOf(body.refresh_token)).toBe(1);
  await refresh(bank, planted).expect(200);
});
