import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { runUsers } from '../src/commands/users.command.js';
import { browserLogin, login, OWN_ORIGIN, PASSWORD, register, startBank, type Bank } from './bank.js';
import { withoutRecords } from './held-table.js';
import { tokensOf } from './refresh-client.js';
import { endOf, eventsOf, signedIn, signIn, sql, type SignedIn } from './signed-in.js';
import { signInAs, support } from './staff.js';

const DAY_MS = 86_400_000;
let bank: Bank;
let name: string;
let ada: SignedIn;
let count = 0;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '3', THROTTLE_ADDRESS: '0' });
});
beforeEach(async () => {
  name = `ada-${(count += 1)}`;
  await register(bank, name).expect(201);
  ada = await signIn(bank, name);
});
afterAll(() => bank?.close());

const leave = (password: unknown = PASSWORD, { headers } = ada) =>
  bank.request.post('/api/account/deletion').set('X-Forwarded-For', '192.0.2.1').set(headers).send({ password });
const requestedAt = async ({ sub } = ada) =>
  (await sql<{ at: Date | null }>(bank, 'SELECT deletion_requested_at AS at FROM users WHERE id = $1', [sub]))[0]!.at;
const lastOf = async (one: SignedIn) => (await eventsOf(bank, one)).at(-1);

describe('who deletes their account', () => {
  test('is told when it is gone, and logged out everywhere', async () => {
    const other = await signIn(bank, name);
    const { body } = await leave().expect(202);
    const left = Date.parse(body.deletesAt) - Date.now();
    expect(left / DAY_MS).toBeCloseTo(7, 2);
    expect([await endOf(bank, ada), await endOf(bank, other)]).toEqual(['account_deletion', 'account_deletion']);
    expect((await bank.request.get('/api/me').set(other.headers)).body.code).toBe('session_ended');
    expect(await lastOf(ada)).toMatchObject({
      kind: 'deletion_requested',
      session_id: ada.sid,
      detail: { sessions: '2' },
    });
  });

  test('is told at a renewal why the session is over', async () => {
    const { access_token, refresh_token } = await tokensOf(bank, name);
    await leave(PASSWORD, signedIn(access_token)).expect(202);
    const { body } = await bank.request.post('/api/refresh').send({ refresh_token });
    expect(body).toMatchObject({ code: 'session_ended', endReason: 'account_deletion' });
  });

  test('loses the cookies of the session', async () => {
    const answer = await browserLogin(bank, name).expect(200);
    const cookies = (answer.headers['set-cookie'] as unknown as string[]).map((one) => one.split(';')[0]).join('; ');
    const left = await bank.request
      .post('/api/account/deletion')
      .set({ Cookie: cookies, Origin: OWN_ORIGIN, 'Sec-Fetch-Site': 'same-origin' })
      .send({ password: PASSWORD })
      .expect(202);
    const set = (left.headers['set-cookie'] as unknown as string[]).join('\n');
    for (const cookie of ['__Secure-latchkey', '__Host-latchkey-refresh', 'latchkey-hint'])
      expect(set).toMatch(new RegExp(`^${cookie}=;.*Max-Age=0`, 'm'));
    expect(left.headers['clear-site-data']).toBe('"cache"');
  });

  test('must know the password; a wrong one is on record', async () => {
    const answer = await leave('wrong-horse-battery-staple');
    expect(answer.body).toMatchObject({
      status: 401,
      code: 'invalid_credentials',
      detail: 'The password is not right.',
    });
    expect([await requestedAt(), await endOf(bank, ada)]).toEqual([null, null]);
    expect(await lastOf(ada)).toMatchObject({ kind: 'deletion_refused', detail: { reason: 'invalid_credentials' } });
  });

  test('cannot try passwords without end', async () => {
    for (let i = 0; i < 3; i += 1) await leave('wrong-horse-battery-staple').expect(401);
    expect((await leave()).body).toMatchObject({ status: 429, code: 'too_many_guesses' });
    expect(await requestedAt()).toBeNull();
    expect(await lastOf(ada)).toMatchObject({ kind: 'deletion_refused', detail: { reason: 'too_many_guesses' } });
  });

  test('is not let go where that cannot be recorded', async () => {
    const answer = await withoutRecords(bank, 'deletion%', async () => leave());
    expect(answer.status).toBe(500);
    expect([await requestedAt(), await endOf(bank, ada)]).toEqual([null, null]);
  });

  test('twice at once is let go once', async () => {
    const other = await signIn(bank, name);
    const answers = await Promise.all([leave(), leave(PASSWORD, other)]);
    const codes = answers.map(({ status, body }) => [status, (body as { code?: string }).code]);
    expect(codes).toContainEqual([202, undefined]);
    expect(codes).toContainEqual([401, 'session_ended']);
    expect((await eventsOf(bank, ada)).filter(({ kind }) => kind === 'deletion_requested')).toHaveLength(1);
  });

  test.each([
    ['no password', {}],
    ['an empty one', { password: '' }],
    ['a number', { password: 12_345_678 }],
    ['more than it knows', { password: PASSWORD, now: true }],
  ])('sends a body: %s', async (_, body) => {
    const answer = await bank.request.post('/api/account/deletion').set(ada.headers).send(body);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_body']);
    expect(await requestedAt()).toBeNull();
  });
});

describe('a login in these days', () => {
  test('keeps the account, and says so once, in its answer and on record', async () => {
    const before = await login(bank, name).expect(200);
    await leave().expect(202);
    const { body } = await login(bank, name).expect(200);
    const { deletion_undone: isUndone, ...tokens } = body;
    expect([isUndone, Object.keys(tokens).toSorted()]).toEqual([true, Object.keys(before.body).toSorted()]);
    expect(await requestedAt()).toBeNull();
    const back = signedIn(body.access_token as string);
    const kinds = (await eventsOf(bank, ada)).slice(-2).map(({ kind, session_id }) => [kind, session_id]);
    expect(kinds).toEqual([
      ['login', back.sid],
      ['deletion_undone', back.sid],
    ]);
    const { body: mine } = await bank.request.get('/api/events').set(back.headers).expect(200);
    expect(mine.events[0]).toMatchObject({ kind: 'deletion_undone', current: true });
    expect((await login(bank, name).expect(200)).body).not.toHaveProperty('deletion_undone');
  });

  test('with a wrong password keeps nothing', async () => {
    await leave().expect(202);
    await login(bank, name, 'wrong-horse-battery-staple').expect(401);
    expect(await requestedAt()).not.toBeNull();
  });

  test('that cannot be recorded keeps nothing, and opens no session', async () => {
    await leave().expect(202);
    const answer = await withoutRecords(bank, 'deletion_undone', async () => login(bank, name));
    expect(answer.status).toBe(500);
    expect(await requestedAt()).not.toBeNull();
    expect(await sql(bank, 'SELECT 1 FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [ada.sub])).toEqual([]);
  });
});

describe('of a disabled account', () => {
  const { DATABASE_URL } = process.env;
  beforeAll(() => {
    process.env['DATABASE_URL'] = bank.database.url;
  });
  afterAll(() => {
    if (DATABASE_URL === undefined) delete process.env['DATABASE_URL'];
    else process.env['DATABASE_URL'] = DATABASE_URL;
  });

  test('a login undoes nothing; once it is enabled, the days begin anew', async () => {
    await leave().expect(202);
    await sql(
      bank,
      "UPDATE users SET disabled_at = now(), deletion_requested_at = now() - interval '9 days' WHERE id = $1",
      [ada.sub],
    );
    expect((await login(bank, name)).body).toMatchObject({ code: 'account_disabled' });
    expect(Date.now() - (await requestedAt())!.getTime()).toBeGreaterThan(8 * DAY_MS);
    const eve = await signInAs(bank, `eve-${count}`, 'support');
    await support(bank, 'enable', eve, { sub: ada.sub, reason: 'It was the person' }).expect(200);
    expect(Date.now() - (await requestedAt())!.getTime()).toBeLessThan(DAY_MS);
    await login(bank, name).expect(200);
    expect(await requestedAt()).toBeNull();
  });

  test('the operator’s command begins the days anew as well, and gives none to who did not ask', async () => {
    const { sub } = ada;
    await sql(bank, "UPDATE users SET deletion_requested_at = now() - interval '9 days' WHERE id = $1", [sub]);
    const [log] = [console.log];
    console.log = () => undefined;
    try {
      for (const step of ['disable', 'enable']) await runUsers([step, name]);
      expect(Date.now() - (await requestedAt())!.getTime()).toBeLessThan(DAY_MS);
      await login(bank, name).expect(200);
      for (const step of ['disable', 'enable']) await runUsers([step, name]);
    } finally {
      console.log = log;
    }
    expect(await requestedAt()).toBeNull();
  });
});
