import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { tokenFor } from '@latchkey/testing';
import { register, startBank, statuses, type Bank } from './bank.js';
import { endOf, eventsOf, signIn, sql, type SignedIn } from './signed-in.js';

let bank: Bank;
let ada: string;
let count = 0;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
});
beforeEach(async () => {
  ada = `ada-${(count += 1)}`;
  await register(bank, ada).expect(201);
});
afterAll(() => bank?.close());

const everywhere = (headers: Record<string, string>) => bank.request.post('/api/logout/everywhere').set(headers);

describe('a logout everywhere', () => {
  test('ends all sessions of the person and clears the cookies', async () => {
    const [one, two, three] = [await signIn(bank, ada), await signIn(bank, ada), await signIn(bank, ada)];
    await register(bank, `${ada}-friend`).expect(201);
    const friend = await signIn(bank, `${ada}-friend`);
    const { headers } = await everywhere(two.headers).expect(204);
    expect((headers['set-cookie'] as unknown as string[]).map((cookie) => cookie.split('=')[0])).toEqual([
      '__Secure-latchkey',
      'latchkey-hint',
      '__Host-latchkey-refresh',
    ]);
    for (const session of [one, two, three]) expect(await endOf(bank, session)).toBe('everywhere');
    expect(await endOf(bank, friend)).toBeNull();
    expect((await eventsOf(bank, two)).at(-1)).toMatchObject({
      kind: 'logout_everywhere',
      session_id: two.sid,
      detail: { sessions: '3' },
      request_id: headers['x-request-id'],
    });
  });

  test('takes no token that has expired: it may end its own session, and no others', async () => {
    const [one, other] = [await signIn(bank, ada), await signIn(bank, ada)];
    const claims = JSON.parse(Buffer.from(one.token.split('.')[1]!, 'base64url').toString());
    const iat = Math.floor(Date.now() / 1000) - 3600;
    const expired = tokenFor({ ...claims, iat, exp: iat + 900, auth_time: iat });
    const { body } = await everywhere({ Authorization: `Bearer ${expired}` }).expect(401);
    expect(body.code).toBe('token_expired');
    expect([await endOf(bank, one), await endOf(bank, other)]).toEqual([null, null]);
    await bank.request.post('/api/logout').set('Authorization', `Bearer ${expired}`).expect(204);
    expect([await endOf(bank, one), await endOf(bank, other)]).toEqual(['logout', null]);
  });

  test('works from a session that became idle meanwhile', async () => {
    const [idle, other] = [await signIn(bank, ada), await signIn(bank, ada)];
    await sql(bank, "UPDATE sessions SET last_used_at = clock_timestamp() - interval '1 h' WHERE id = $1", [idle.sid]);
    await everywhere(idle.headers).expect(204);
    expect(await endOf(bank, other)).toBe('everywhere');
  });

  test('counts when the browser told of the logout a moment before the service told of everywhere', async () => {
    const [own, other] = [await signIn(bank, ada), await signIn(bank, ada)];
    await bank.request.post('/api/logout').set(own.headers).expect(204);
    await everywhere(own.headers).expect(204);
    expect([await endOf(bank, own), await endOf(bank, other)]).toEqual(['logout', 'everywhere']);
  });

  test.each([
    ['ended', "ended_at = clock_timestamp(), end_reason = 'other_device'"],
    ['logged out a while ago', "ended_at = clock_timestamp() - interval '2 min', end_reason = 'logout'"],
    ['beyond its limit', 'expires_at = clock_timestamp()'],
  ])('with a session that is %s ends no others', async (_, change) => {
    const [dead, other] = [await signIn(bank, ada), await signIn(bank, ada)];
    await sql(bank, `UPDATE sessions SET ${change} WHERE id = $1`, [dead.sid]);
    const { status, body, headers } = await everywhere(dead.headers);
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'session_ended' });
    expect(headers['set-cookie']).toBeUndefined();
    expect(await endOf(bank, other)).toBeNull();
  });

  test('with a token of a session that was never opened ends nothing', async () => {
    const one = await signIn(bank, ada);
    const { status } = await everywhere({ Authorization: `Bearer ${tokenFor({ sub: one.sub })}` });
    expect(status).toBe(401);
    expect(await endOf(bank, one)).toBeNull();
  });

  test.each([
    ["another service's page", { 'Sec-Fetch-Site': 'same-site', Origin: 'http://retirement.demo.localhost:3002' }, 204],
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }, 403],
  ] as [string, Record<string, string>, number][])('by the cookie from %s', async (_, headers, expected) => {
    const one = await signIn(bank, ada);
    const { status } = await everywhere({ ...headers, ...one.cookies });
    expect(status).toBe(expected);
  });

  test('from all devices at once ends each session once, and nobody waits for nobody', async () => {
    const sessions: SignedIn[] = [];
    for (let i = 0; i < 8; i += 1) sessions.push(await signIn(bank, ada));
    const answers = await Promise.all(sessions.map(({ headers }) => everywhere(headers)));
    expect(statuses(answers)).toEqual({ 204: 1, 401: 7 });
    const kinds = (await eventsOf(bank, sessions[0]!)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'logout_everywhere')).toHaveLength(1);
  });
});
