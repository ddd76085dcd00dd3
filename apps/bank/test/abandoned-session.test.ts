import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { login, OWN_ORIGIN, PASSWORD, pageLogin, register, startBank, type Bank } from './bank.js';
import { endOf, eventsOf, signIn, sql, type SignedIn } from './signed-in.js';

let bank: Bank;
let other: Bank;
beforeAll(async () => {
  const off = { THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' };
  bank = await startBank(off);
  other = await startBank(off, bank.database);
  for (const name of ['ada', 'grace', 'joan', 'mary', 'hedy']) await register(bank, name).expect(201);
});
afterAll(async () => {
  await other?.close();
  await bank?.close();
});

const activeOf = ({ sub }: Pick<SignedIn, 'sub'>) =>
  sql<{ id: string }>(bank, 'SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL ORDER BY last_used_at', [
    sub,
  ]);
const refreshCookieOf = (headers: Record<string, unknown>) =>
  (headers['set-cookie'] as string[]).find((line) => line.startsWith('__Host-latchkey-refresh='))!.split(';')[0]!;
const own = { 'Sec-Fetch-Site': 'same-origin', Origin: OWN_ORIGIN };

describe('the session that is one too many', () => {
  test('ends the one that was not used for longest, which is told why, and is out at once', async () => {
    const first = await login(bank, 'ada').expect(200);
    const sessions: SignedIn[] = [];
    for (let i = 1; i < 20; i += 1) sessions.push(await signIn(bank, 'ada'));
    await bank.request.post('/api/refresh').send({ refresh_token: first.body.refresh_token }).expect(200);
    const idle = sessions[0]!;
    expect(await activeOf(idle)).toHaveLength(20);
    const next = await signIn(bank, 'ada');
    expect(await activeOf(next)).toHaveLength(20);
    expect(await endOf(bank, idle)).toBe('session_limit');
    expect((await bank.request.get('/api/me').set(idle.headers)).body).toMatchObject({ code: 'session_ended' });
    const detail = { reason: 'session_limit' };
    expect(await eventsOf(bank, idle)).toContainEqual(
      expect.objectContaining({ kind: 'session_ended', session_id: idle.sid, detail }),
    );
  });

  test('and its holder is told the reason', async () => {
    const first = await login(bank, 'joan').expect(200);
    for (let i = 0; i < 20; i += 1) await signIn(bank, 'joan');
    const refused = await bank.request.post('/api/refresh').send({ refresh_token: first.body.refresh_token });
    expect(refused.body).toMatchObject({ status: 401, code: 'session_ended', endReason: 'session_limit' });
  });

  test('is not one more for logins at the same moment, over two replicas', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => login(i % 2 ? bank : other, 'mary')));
    expect(answers.filter(({ status }) => status === 200).length).toBe(30);
    const one = await signIn(bank, 'mary');
    expect(await activeOf(one)).toHaveLength(20);
    expect((await activeOf(one)).map(({ id }) => id)).toContain(one.sid);
  });
});

describe('a login in a browser', () => {
  test.each([
    ['the same person', 'grace', 'grace'],
    ['another person', 'grace', 'hedy'],
  ])('ends the session that it had, of %s', async (_, before, after) => {
    const cookie = refreshCookieOf((await pageLogin(bank, before, own).expect(200)).headers);
    const sid = cookie.split('.')[2]!;
    await pageLogin(bank, after, { ...own, Cookie: cookie }).expect(200);
    expect(await endOf(bank, { sid })).toBe('new_login');
    const [row] = await sql<{ user_id: string }>(bank, 'SELECT user_id FROM sessions WHERE id = $1', [sid]);
    const events = await eventsOf(bank, { sub: row!.user_id });
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'session_ended', session_id: sid, detail: { reason: 'new_login' } }),
    );
  });

  test.each([
    [
      'a wrong password',
      async (cookie: string) => void (await pageLoginAs('grace', 'wrong-horse-battery', cookie).expect(401)),
    ],
    [
      'a token that is forged',
      async (cookie: string) => void (await pageLoginAs('grace', PASSWORD, forged(cookie)).expect(200)),
    ],
    ['a program', async (cookie: string) => void (await login(bank, 'grace').set('Cookie', cookie).expect(200))],
  ])('but not with %s', async (_, send) => {
    const cookie = refreshCookieOf((await pageLogin(bank, 'grace', own).expect(200)).headers);
    await send(cookie);
    expect(await endOf(bank, { sid: cookie.split('.')[2]! })).toBeNull();
  });
});

function pageLoginAs(username: string, password: string, cookie: string) {
  const body = { username, password, transport: 'cookie' };
  return bank.request
    .post('/api/login')
    .set({ ...own, Cookie: cookie })
    .send(body);
}

function forged(cookie: string): string {
  const [mac = '', ...before] = cookie.split('.').toReversed();
  return [...before.toReversed(), `${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`].join('.');
}
