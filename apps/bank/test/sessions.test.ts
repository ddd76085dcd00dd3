import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { tokenFor } from '@latchkey/testing';
import { ActiveSessionsService } from '../src/sessions/active-sessions.service.js';
import { register, startBank, statuses, type Bank } from './bank.js';
import { endOf, eventsOf, signIn, sql, type SignedIn } from './signed-in.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
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

const list = async ({ headers }: SignedIn) =>
  (await bank.request.get('/api/sessions').set(headers).expect(200)).body.sessions as Record<string, unknown>[];
const end = ({ headers }: SignedIn, id: string) => bank.request.delete(`/api/sessions/${id}`).set(headers);
const shift = (sid: string, change: string) => sql(bank, `UPDATE sessions SET ${change} WHERE id = $1`, [sid]);

describe('the list of sessions', () => {
  test('tells device, address, first and last use, and which one asks, that one first', async () => {
    const desk = await signIn(bank, ada, { agent: FIREFOX, address: '198.51.100.7' });
    const script = await signIn(bank, ada);
    expect(await list(desk)).toEqual([
      expect.objectContaining({ id: desk.sid, device: 'Firefox on Linux', address: '198.51.100.7', current: true }),
      {
        id: script.sid,
        device: 'curl',
        address: '192.0.2.1',
        firstSeen: expect.stringMatching(/^20.*Z$/),
        lastSeen: expect.stringMatching(/^20.*Z$/),
        current: false,
      },
    ]);
    expect((await list(script)).map(({ id }) => id)).toEqual([script.sid, desk.sid]);
  });

  test('holds no session that is ended, idle or beyond its limit, and none of another person', async () => {
    const asking = await signIn(bank, ada);
    const [ended, idle, old] = [await signIn(bank, ada), await signIn(bank, ada), await signIn(bank, ada)];
    await end(asking, ended.sid).expect(204);
    await shift(idle.sid, "last_used_at = clock_timestamp() - interval '1801 s'");
    await shift(old.sid, 'expires_at = clock_timestamp()');
    await register(bank, `${ada}-friend`).expect(201);
    await signIn(bank, `${ada}-friend`);
    expect((await list(asking)).map(({ id }) => id)).toEqual([asking.sid]);
    await shift(idle.sid, "last_used_at = clock_timestamp() - interval '1740 s'");
    expect((await list(asking)).map(({ id }) => id)).toEqual([asking.sid, idle.sid]);
  });

  test('is told to callers only', async () => {
    expect((await bank.request.get('/api/sessions').expect(401)).body.code).toBe('token_missing');
  });
});

describe('ending one session', () => {
  test('ends another device of the same person, once', async () => {
    const [asking, other] = [await signIn(bank, ada), await signIn(bank, ada)];
    const { headers } = await end(asking, other.sid).expect(204);
    expect(headers['set-cookie']).toBeUndefined();
    expect(await endOf(bank, other)).toBe('other_device');
    expect(await endOf(bank, asking)).toBeNull();
    expect((await end(asking, other.sid).expect(404)).body.code).toBe('session_not_found');
    expect((await eventsOf(bank, asking)).at(-1)).toMatchObject({
      kind: 'session_ended',
      session_id: other.sid,
      detail: { reason: 'other_device' },
    });
  });

  test('with the current one is a logout', async () => {
    const asking = await signIn(bank, ada);
    const { headers } = await end(asking, asking.sid).expect(204);
    const cookies = headers['set-cookie'] as unknown as string[];
    expect(cookies.map((cookie) => cookie.split(';')[0])).toEqual([
      '__Secure-latchkey=',
      'latchkey-hint=',
      '__Host-latchkey-refresh=',
    ]);
    for (const cookie of cookies) expect(cookie).toContain('Max-Age=0');
    expect(await endOf(bank, asking)).toBe('logout');
    expect((await eventsOf(bank, asking)).at(-1)?.kind).toBe('logout');
  });

  test("answers the same for another person's session as for none", async () => {
    const asking = await signIn(bank, ada);
    await register(bank, `${ada}-friend`).expect(201);
    const friend = await signIn(bank, `${ada}-friend`);
    const answers = [];
    for (const id of [friend.sid, randomUUID(), 'x', '%00', "1' OR '1'='1", friend.sid.toUpperCase()]) {
      const { status, body } = await end(asking, id);
      answers.push({ status, code: body.code, detail: body.detail });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, code: 'session_not_found' });
    expect(await endOf(bank, friend)).toBeNull();
  });

  test('is refused to the cookie of a page of another service', async () => {
    const [asking, other] = [await signIn(bank, ada), await signIn(bank, ada)];
    const headers = { 'Sec-Fetch-Site': 'same-site', Origin: 'http://retirement.demo.localhost:3002' };
    const { status, body } = await bank.request
      .delete(`/api/sessions/${other.sid}`)
      .set({ ...headers, ...asking.cookies });
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'csrf_refused' });
    expect(await endOf(bank, other)).toBeNull();
  });

  test('of several at once, exactly one ends it', async () => {
    const [asking, other] = [await signIn(bank, ada), await signIn(bank, ada)];
    const answers = await Promise.all(Array.from({ length: 8 }, () => end(asking, other.sid)));
    expect(statuses(answers)).toEqual({ 204: 1, 404: 7 });
  });
});

describe('a session is alive for the bank', () => {
  const isAlive = (claims: { sid: string; sub: string }) => bank.app.get(ActiveSessionsService).isAlive(claims);

  test('only as the one of its person, within both limits, not ended, not disabled', async () => {
    const one = await signIn(bank, ada);
    expect(await isAlive(one)).toBe(true);
    expect(await isAlive({ ...one, sub: randomUUID() })).toBe(false);
    expect(await isAlive({ ...one, sid: randomUUID() })).toBe(false);
    for (const [change, back] of [
      ["last_used_at = clock_timestamp() - interval '1801 s'", 'last_used_at = clock_timestamp()'],
      ['expires_at = clock_timestamp()', "expires_at = clock_timestamp() + interval '1 h'"],
      ["ended_at = clock_timestamp(), end_reason = 'logout'", 'ended_at = NULL, end_reason = NULL'],
    ] as const) {
      await shift(one.sid, change);
      expect(await isAlive(one)).toBe(false);
      await shift(one.sid, back);
      expect(await isAlive(one)).toBe(true);
    }
    await sql(bank, 'UPDATE users SET disabled_at = now() WHERE id = $1', [one.sub]);
    expect(await isAlive(one)).toBe(false);
  });
});

test('a forged token of a session that the bank never opened ends nothing', async () => {
  const one = await signIn(bank, ada);
  const forged = { headers: { Authorization: `Bearer ${tokenFor({ sub: one.sub })}` } } as SignedIn;
  expect((await end(forged, one.sid)).status).toBe(401);
  expect(await endOf(bank, one)).toBeNull();
});
