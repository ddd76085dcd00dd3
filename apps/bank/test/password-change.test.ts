import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { tokenFor } from '@latchkey/testing';
import { login, OWN_ORIGIN, PASSWORD, register, startBank, statuses, type Bank } from './bank.js';
import { endOf, eventsOf, signIn, sql, type SignedIn } from './signed-in.js';

const NEXT = 'another-horse-and-its-staple';
let bank: Bank;
let ada: string;
let count = 0;
beforeAll(async () => {
  bank = await startBank({ PASSWORD_COST: '10', THROTTLE_ACCOUNT: '3' });
});
beforeEach(async () => {
  ada = `ada-${(count += 1)}`;
  await register(bank, ada).expect(201);
});
afterAll(() => bank?.close());

const change = (headers: Record<string, string>, currentPassword: unknown, newPassword: unknown) =>
  bank.request
    .post('/api/password')
    .set({ 'X-Forwarded-For': '192.0.2.1', ...headers })
    .send({ currentPassword, newPassword });
const kindsOf = async (one: SignedIn) => (await eventsOf(bank, one)).map(({ kind }) => kind);

test('a password manager finds the page on which passwords are changed', async () => {
  const answer = await bank.request.get('/.well-known/change-password').expect(302);
  expect(answer.headers['location']).toBe('/security#password');
  await bank.request.get('/.well-known/no-such-thing').expect(404);
});

describe('a new password', () => {
  test('is in force at once, and ends all sessions but the one that asked', async () => {
    const [asking, other] = [await signIn(bank, ada), await signIn(bank, ada)];
    const { headers } = await change(asking.headers, PASSWORD, NEXT).expect(204);
    expect(await endOf(bank, asking)).toBeNull();
    expect(await endOf(bank, other)).toBe('password_changed');
    await login(bank, ada, PASSWORD).expect(401);
    await login(bank, ada, NEXT).expect(200);
    const changed = (await eventsOf(bank, asking)).find(({ kind }) => kind === 'password_changed');
    expect(changed).toEqual({
      kind: 'password_changed',
      session_id: asking.sid,
      detail: { sessions: '1' },
      request_id: headers['x-request-id'],
    });
  });

  test('ends no session of anybody else', async () => {
    await register(bank, `${ada}-friend`).expect(201);
    const [asking, friend] = [await signIn(bank, ada), await signIn(bank, `${ada}-friend`)];
    await change(asking.headers, PASSWORD, NEXT).expect(204);
    expect(await endOf(bank, friend)).toBeNull();
  });

  test('is asked for by a page of the bank only', async () => {
    const one = await signIn(bank, ada);
    const retirement = { 'Sec-Fetch-Site': 'same-site', Origin: 'http://retirement.demo.localhost:3002' };
    const refused = await change({ ...retirement, ...one.cookies }, PASSWORD, NEXT);
    expect(refused.body).toMatchObject({ status: 403, code: 'csrf_refused' });
    const own = { 'Sec-Fetch-Site': 'same-origin', Origin: OWN_ORIGIN };
    await change({ ...own, ...one.cookies }, PASSWORD, NEXT).expect(204);
  });

  test('is refused if it is the username, in any case', async () => {
    const name = `${ada}-miller`;
    await register(bank, name).expect(201);
    const { status, body } = await change((await signIn(bank, name)).headers, PASSWORD, name.toUpperCase());
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_body' });
    const detail = expect.stringContaining('username');
    expect(body.errors).toEqual([{ pointer: '/newPassword', code: 'password_is_username', detail }]);
  });

  test.each([
    ['a common one', 'password1', 'common'],
    ['a short one', 'short', 'at least 8'],
    ['one of too many characters', 'vxqjzkwpfmbyg'.repeat(20), 'at most 256'],
    ['a row of keys', 'qwertzuiop', 'row of keys'],
    ['the name of a service', 'retirement24', 'services'],
    ['the old one in wide letters', PASSWORD.replace('c', 'ｃ'), 'already'],
    ['the old one', PASSWORD, 'already'],
    ['what is no text', 12345678, ''],
  ])('is refused if it is %s, at the member that is wrong, and costs no guess', async (_, next, words) => {
    const one = await signIn(bank, ada);
    for (let i = 0; i < 4; i += 1) {
      const { status, body } = await change(one.headers, PASSWORD, next);
      expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_body' });
      expect(body.errors).toMatchObject([{ pointer: '/newPassword', detail: expect.stringContaining(words) }]);
    }
    await login(bank, ada).expect(200);
  });
});

describe('a wrong current password', () => {
  test('is refused, changes nothing, and is recorded without its text', async () => {
    const [asking, other] = [await signIn(bank, ada), await signIn(bank, ada)];
    const { status, body } = await change(asking.headers, 'wrong-horse-battery-staple', NEXT);
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'invalid_credentials' });
    expect(await endOf(bank, other)).toBeNull();
    await login(bank, ada, PASSWORD).expect(200);
    const events = await eventsOf(bank, asking);
    expect(events.map(({ kind }) => kind)).toContain('password_change_refused');
    expect(JSON.stringify(events)).not.toContain('wrong-horse');
  });

  test('is a guess like one at the login: beyond the limit neither place takes even the right one', async () => {
    const one = await signIn(bank, ada);
    await login(bank, ada, 'wrong-1-battery-staple').expect(401);
    await change(one.headers, 'wrong-2-battery-staple', NEXT).expect(401);
    await change(one.headers, 'wrong-3-battery-staple', NEXT).expect(401);
    const { headers, body } = await change(one.headers, PASSWORD, NEXT).expect(429);
    expect(body.code).toBe('too_many_guesses');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    await login(bank, ada).expect(429);
    for (let i = 0; i < 5; i += 1) await change(one.headers, PASSWORD, NEXT).expect(429);
    expect((await kindsOf(one)).filter((kind) => kind === 'password_change_refused').length).toBeLessThanOrEqual(4);
  });
});

describe('a session that is over', () => {
  test.each([
    ['ended', "ended_at = clock_timestamp(), end_reason = 'other_device'"],
    ['idle', "last_used_at = clock_timestamp() - interval '1801 s'"],
  ])('(%s) changes no password', async (_, end) => {
    const one = await signIn(bank, ada);
    await sql(bank, `UPDATE sessions SET ${end} WHERE id = $1`, [one.sid]);
    expect((await change(one.headers, PASSWORD, NEXT)).body).toMatchObject({ status: 401, code: 'session_ended' });
    await login(bank, ada, PASSWORD).expect(200);
  });

  test('(never opened) changes no password', async () => {
    const { sub } = await signIn(bank, ada);
    const forged = { Authorization: `Bearer ${tokenFor({ sub })}` };
    expect((await change(forged, PASSWORD, NEXT)).status).toBe(401);
    await login(bank, ada, PASSWORD).expect(200);
  });
});

describe('at the same time', () => {
  test('of several changes exactly one wins, and one session is left', async () => {
    const sessions = [await signIn(bank, ada), await signIn(bank, ada), await signIn(bank, ada)];
    const answers = await Promise.all(sessions.map(({ headers }, i) => change(headers, PASSWORD, `${NEXT}-${i}`)));
    expect(statuses(answers)).toEqual({ 204: 1, 401: 2 });
    const winner = answers.findIndex(({ status }) => status === 204);
    const ends = await Promise.all(sessions.map((one) => endOf(bank, one)));
    expect(ends).toEqual(sessions.map((_, i) => (i === winner ? null : 'password_changed')));
    await login(bank, ada, `${NEXT}-${winner}`).expect(200);
  });

  test('no login with the old password survives a change', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [old, next] = [round === 0 ? PASSWORD : `${NEXT}-${round - 1}`, `${NEXT}-${round}`];
      const asking = await signIn(bank, ada, { password: old });
      const [changed] = await Promise.all([
        change(asking.headers, old, next).then((answer) => answer),
        // From elsewhere: those that come too late count as wrong guesses.
        ...Array.from({ length: 3 }, () => login(bank, ada, old, `198.51.100.${round}`).then((answer) => answer)),
      ]);
      expect(changed?.status).toBe(204);
      const active = await sql<{ id: string }>(
        bank,
        'SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL',
        [asking.sub],
      );
      expect(active.map(({ id }) => id)).toEqual([asking.sid]);
    }
  });
});
