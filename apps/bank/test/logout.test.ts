import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { tokenFor } from '@latchkey/testing';
import { login, OWN_ORIGIN, register, startBank, type Bank } from './bank.js';
import { eventsOf, signedIn } from './signed-in.js';

const RETIREMENT = 'http://retirement.demo.localhost:3002';
let bank: Bank;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
  await register(bank, 'ada').expect(201);
});
afterAll(() => bank?.close());

const logout = (headers: Record<string, string>) => bank.request.post('/api/logout').set(headers);
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const tokenOf = async () => (await login(bank, 'ada').expect(200)).body.access_token as string;
const sidOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).sid as string;
const endOf = async (token: string) => {
  const sql = 'SELECT ended_at, end_reason FROM sessions WHERE id = $1';
  return (await bank.app.get(Database).query<{ ended_at: Date; end_reason: string }[]>(sql, [sidOf(token)]))[0];
};

describe('a logout', () => {
  test('ends the session of the token and clears the cookies', async () => {
    const [token, other] = [await tokenOf(), await tokenOf()];
    const { headers } = await logout(bearer(token)).expect(204);
    expect(headers['clear-site-data']).toBe('"cache"');
    expect(headers['set-cookie']).toEqual([
      '__Secure-latchkey=; Domain=demo.localhost; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax',
      'latchkey-hint=; Domain=demo.localhost; Path=/; Max-Age=0; Secure; SameSite=Lax',
      '__Host-latchkey-refresh=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict',
    ]);
    expect(await endOf(token)).toEqual({ ended_at: expect.any(Date), end_reason: 'logout' });
    expect(await endOf(other)).toEqual({ ended_at: null, end_reason: null });
  });

  test('again changes nothing', async () => {
    const token = await tokenOf();
    await logout(bearer(token)).expect(204);
    const [end, events] = [await endOf(token), await eventsOf(bank, signedIn(token))];
    await logout(bearer(token)).expect(204);
    expect(await endOf(token)).toEqual(end);
    expect(await eventsOf(bank, signedIn(token))).toEqual(events);
    expect(events.at(-1)).toMatchObject({ kind: 'logout', session_id: sidOf(token) });
  });

  test('takes a token that has expired', async () => {
    const token = await tokenOf();
    const iat = Math.floor(Date.now() / 1000) - 3600;
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
    await logout(bearer(tokenFor({ ...claims, iat, exp: iat + 900, auth_time: iat }))).expect(204);
    expect(await endOf(token)).toMatchObject({ end_reason: 'logout' });
  });

  test('of a session that the bank does not know ends nothing', async () => {
    await logout(bearer(tokenFor())).expect(204);
  });

  test("does not end a session with another person's token", async () => {
    const token = await tokenOf();
    await logout(bearer(tokenFor({ sid: sidOf(token), sub: randomUUID() }))).expect(204);
    expect(await endOf(token)).toMatchObject({ ended_at: null });
  });

  test('without a token is refused', async () => {
    const { body } = await logout({}).expect(401);
    expect(body.code).toBe('token_missing');
  });
});

describe('a logout with the cookie', () => {
  test.each([
    ['its own page', { 'Sec-Fetch-Site': 'same-origin', Origin: OWN_ORIGIN }, 204],
    ["another service's page", { 'Sec-Fetch-Site': 'same-site', Origin: RETIREMENT }, 204],
    ['a sibling that is no service', { 'Sec-Fetch-Site': 'same-site', Origin: 'http://blog.demo.localhost' }, 403],
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }, 403],
    ['nowhere', {}, 403],
  ] as [string, Record<string, string>, number][])('from %s', async (_, headers, expected) => {
    const token = await tokenOf();
    const { status } = await logout({ ...headers, ...signedIn(token).cookies });
    expect(status).toBe(expected);
    expect((await endOf(token))?.end_reason ?? null).toBe(expected === 204 ? 'logout' : null);
  });
});

describe('CORS', () => {
  const cors = (headers: Record<string, string>) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')));
  const preflight = (path: string, origin: string) =>
    bank.request.options(path).set({ Origin: origin, 'Access-Control-Request-Method': 'POST' });
  const readable = {
    'access-control-allow-origin': RETIREMENT,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'x-request-id',
  };
  // Of a preflight's response alone (Fetch standard, CORS protocol).
  const allowed = {
    ...readable,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '600',
  };

  test.each(['/api/refresh', '/api/logout', '/api/logout/everywhere'])(
    "lets the registry's origins ask %s, with credentials",
    async (path) => {
      const { status, headers } = await preflight(path, RETIREMENT);
      expect({ status, ...cors(headers) }).toEqual({ status: 204, ...allowed });
      expect(headers['vary']).toContain('Origin');
    },
  );

  test('lets them read a refusal', async () => {
    const { status, headers } = await logout({ Origin: RETIREMENT, 'Sec-Fetch-Site': 'same-site' });
    expect({ status, ...cors(headers) }).toEqual({ status: 401, ...readable });
  });

  test.each(['https://evil.example', 'null', `${RETIREMENT}.evil.example`, 'http://retirement.demo.localhost'])(
    'says nothing to %s',
    async (origin) => {
      expect(cors((await preflight('/api/logout', origin)).headers)).toEqual({});
    },
  );

  test.each([
    '/api/login',
    '/api/register',
    '/api/me',
    '/api/sessions',
    '/api/password',
    '/api/events',
    '/.well-known/jwks.json',
    '/.well-known/latchkey/services',
    '/nowhere',
  ])('is not answered for %s', async (path) => {
    const { status, headers } = await preflight(path, RETIREMENT);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(cors(headers)).toEqual({});
    expect(cors((await bank.request.get(path).set('Origin', RETIREMENT)).headers)).toEqual({});
  });
});
