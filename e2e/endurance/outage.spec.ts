import { expect, test } from '@playwright/test';
import { at, type Target } from '../stack/request.ts';
import { until } from '../stack/clock.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { CookieJar, OUT_COOKIE, REFRESH_COOKIE } from '../stack/cookie-jar.ts';
import { users } from '../stack/bank-commands.ts';
import { accessCookie, bearer, PASSWORD, register } from '../stack/test-user.ts';
import { request, problemOf } from '../stack/request.ts';
import { Program, refreshWith, verdictOf } from '../stack/program.ts';
import { endReasonOf } from './revoked-sessions.ts';
import { below, PATIENCE, record, SECOND, size, type Figure } from './figures.ts';

let stack: Stack;
let retirements: Target[];

test.beforeAll(async () => {
  stack = await startStack({ balanced: true, replicas: { bank: 1, retirement: 3 } });
  retirements = stack.retirement.replicas.map((replica) => at(stack.retirement, replica));
  for (const name of ['ada', 'grace', 'mary']) await register(stack, name);
});

test.afterAll(() => stack?.stop());

const same = (promise: string, bound: string, measured: string): Figure => ({
  promise,
  bound,
  measured,
  isKept: bound === measured,
});

/** Milliseconds until each of the places refuses the token, on the way that it was issued for: on the other each does. */
async function refusedAt(targets: readonly Target[], access: string, carry = bearer): Promise<number> {
  const isRefused = async (target: Target): Promise<boolean> =>
    verdictOf(await request(target, { path: '/api/me', headers: [carry(access)] })) === '401 session_ended';
  const times = await Promise.all(targets.map((target) => until(() => isRefused(target), PATIENCE, 5)));
  return Math.max(...times.map((time) => time ?? Infinity));
}

test('a logout at retirement while the bank is dead counts at once, and is delivered when the bank is back', async () => {
  const program = await Program.logIn(stack, 'ada');
  const jar = await CookieJar.logIn(stack, 'ada');
  const keptOut = await CookieJar.logIn(stack, 'ada');
  const copied = { access: jar.access, refresh: jar.refresh };
  const [bank] = stack.bank.replicas;
  await bank?.kill9();

  const out = await program.ask(stack.retirement, { method: 'POST', path: '/api/logout' });
  const byToken = await refusedAt(retirements, program.access);
  const page = stack.retirement;
  const outOfJar = await jar.ask(page, page, { method: 'POST', path: '/api/logout' });
  const byCookie = await refusedAt(retirements, copied.access, accessCookie);
  expect([out.status, outOfJar.status].every((status) => status >= 200 && status < 300)).toBe(true);
  expect(jar.cookies.has(OUT_COOKIE), 'the browser is told what the bank must not renew').toBe(true);
  expect(jar.access).toBe('');
  const copy = await request(retirements[1] ?? page, { path: '/api/me', headers: [accessCookie(copied.access)] });

  await bank?.start();
  const back = performance.now();
  const delivered = await until(
    async () => (await endReasonOf(stack.bank.database, program.sid)) !== undefined,
    size(20_000, 60_000),
    20,
  );
  const reason = await endReasonOf(stack.bank.database, program.sid);
  const refresh = await refreshWith(stack.bank, program.refresh);
  const renewal = await jar.renew(stack.bank);
  const others = verdictOf(await keptOut.renew(stack.bank));
  record(
    [
      below('logout at retirement, bank dead: refused by 3 replicas', SECOND, Math.max(byToken, byCookie)),
      same('the same: the copied cookie', '401 session_ended', verdictOf(copy)),
      below('bank back: delivered within', size(20, 60), (delivered ?? Infinity) / 1_000, 's'),
      same('bank back: the reason', 'logout', reason ?? 'none'),
      same('bank back: refresh', '401 session_ended', verdictOf(refresh)),
      same('bank back: renewal of the browser', '401 session_ended', verdictOf(renewal)),
      same('bank back: another session of the person', '200', others),
    ],
    { back },
  );
});

test('a browser that says which session is out is not renewed, also when the bank was never told', async () => {
  const jar = await CookieJar.logIn(stack, 'ada');
  const other = await CookieJar.logIn(stack, 'ada');
  const sid = jar.refresh.split('.')[2] ?? '';
  jar.cookies.set(OUT_COOKIE, sid);
  const renewal = await jar.renew(stack.bank);
  other.cookies.set(OUT_COOKIE, sid);
  const foreign = await other.renew(stack.bank);
  record([
    same('a refresh with the out cookie of its own session', '401 session_ended', verdictOf(renewal)),
    same('the same: endReason', 'logout', String(problemOf(renewal)['endReason'])),
    same(
      'the same: its cookies',
      'cleared',
      [REFRESH_COOKIE, OUT_COOKIE].some((name) => jar.cookies.has(name)) ? 'kept' : 'cleared',
    ),
    same('the same: end in the table', 'logout', (await endReasonOf(stack.bank.database, sid)) ?? 'none'),
    same("a refresh with another session's out cookie", '200', verdictOf(foreign)),
  ]);
});

test('a changed password ends the other sessions everywhere within a second', async () => {
  const [here, there] = [await Program.logIn(stack, 'grace'), await Program.logIn(stack, 'grace')];
  const answer = await changePassword(here, PASSWORD, 'a longer walk to another lighthouse');
  const within = await refusedAt([...retirements, stack.bank], there.access);
  const renewal = await there.renew();
  record([
    same('a password change', 'done', answer < 300 ? 'done' : String(answer)),
    below('a password change: the other session refused by all within', SECOND, within),
    same('the same: why', 'password_changed', String(problemOf(renewal)['endReason'])),
    same('the same: the session itself', '200', verdictOf(await here.renew())),
  ]);
});

test('a disabled person is out everywhere within a second', async () => {
  const session = await Program.logIn(stack, 'mary');
  const env = stack.bank.replicas[0]?.env ?? {};
  const done = await users(['disable', 'mary'], env);
  expect(done, done.output).toMatchObject({ code: 0 });
  const within = await refusedAt([...retirements, stack.bank], session.access);
  const json = { username: 'mary', password: PASSWORD };
  const again = await request(stack.bank, { method: 'POST', path: '/api/login', json });
  const guess = await request(stack.bank, {
    method: 'POST',
    path: '/api/login',
    json: { ...json, password: 'a wrong password' },
  });
  const renewal = await session.renew();
  const enabled = await users(['enable', 'mary'], env);
  const back = await request(stack.bank, { method: 'POST', path: '/api/login', json });
  record([
    below('disable: refused by all within', SECOND, within),
    same('disable: a login', '403 account_disabled', verdictOf(again)),
    same('disable: a wrong password', '401 invalid_credentials', verdictOf(guess)),
    same('disable: why', 'ended_by_bank', String(problemOf(renewal)['endReason'])),
    same('enable: a login', '0 200', `${enabled.code} ${verdictOf(back)}`),
  ]);
});

async function changePassword(session: Program, before: string, after: string): Promise<number> {
  const json = { currentPassword: before, newPassword: after };
  return (await session.ask(stack.bank, { method: 'POST', path: '/api/password', json })).status;
}
