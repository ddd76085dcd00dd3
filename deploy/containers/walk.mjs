import { randomBytes } from 'node:crypto';
import { until } from '../../e2e/stack/clock.ts';
import { CookieJar } from '../../e2e/stack/cookie-jar.ts';
import { logInWith, Program, verdictOf } from '../../e2e/stack/program.ts';
import { codeOf, request } from '../../e2e/stack/request.ts';
import { accessCookie, logInWithCookies, register } from '../../e2e/stack/test-user.ts';

/** Within so many milliseconds a logout counts at every service. */
const SECOND = 1_000;
const PLAN = { retirementAge: 67, monthlyWishMinor: '200000' };

/** What the scenario does without a browser: one login, renewal, logout everywhere, and what nobody may. */
export async function walk(run, { stack }) {
  const { bank, retirement } = stack;
  const username = `walker-${randomBytes(4).toString('hex')}`;
  await register(stack, username);
  const program = await Program.logIn(stack, username);
  const read = (target, path) => program.ask(target, { path });
  const [one, other] = [await read(bank, '/api/me'), await read(retirement, '/api/me')];
  run.check(
    one.status === 200 && one.body === other.body,
    'one login is known at both services, which say the same',
    `${other.body.length} bytes`,
  );
  const change = await program.ask(retirement, { method: 'PUT', path: '/api/plan', json: PLAN });
  const plan = await read(retirement, '/api/plan');
  run.check(
    change.status < 300 && plan.body.includes(PLAN.monthlyWishMinor),
    'a plan is written and read',
    verdictOf(change),
  );
  const before = program.access;
  const renewal = await program.renew();
  const after = await read(retirement, '/api/me');
  run.check(
    renewal.status === 200 && program.access !== before && after.status === 200,
    'a renewed token is good at retirement',
  );
  await cookies(run, stack, username);
  await refusals(run, stack, username);
  await logout(run, stack, username, program);
  await pages(run, stack);
}

async function cookies(run, stack, username) {
  const { bank, retirement } = stack;
  const held = await logInWithCookies(stack, username);
  const token = held.get('__Secure-latchkey') ?? '';
  const read = await request(retirement, { path: '/api/me', headers: [accessCookie(token)] });
  run.check(read.status === 200 && token !== '', 'the cookie of the bank is known at retirement', verdictOf(read));
  const jar = await CookieJar.logIn(stack, username);
  const answer = await jar.ask(retirement, retirement, { method: 'POST', path: '/api/logout' });
  const gone = jar.cleared.includes('__Secure-latchkey');
  run.check(answer.status === 204 && gone, 'a logout at retirement clears the cookie of the bank', verdictOf(answer));
  const foreign = [['Origin', 'http://evil.example'], ['Sec-Fetch-Site', 'cross-site'], accessCookie(token)];
  const forged = await request(bank, { method: 'POST', path: '/api/logout', headers: foreign });
  run.check(forged.status >= 400, 'a page of another site cannot log anybody out', verdictOf(forged));
}

async function refusals(run, { bank, retirement }, username) {
  const [wrong, unknown] = [
    await logInWith(bank, username, 'not the password'),
    await logInWith(bank, `${username}-not`, 'not the password'),
  ];
  const same = wrong.status === 401 && unknown.status === 401 && codeOf(wrong) === 'invalid_credentials';
  run.check(
    same && codeOf(unknown) === codeOf(wrong),
    'a wrong password and an unknown person are refused in the same words',
    codeOf(unknown),
  );
  const none = await request(retirement, { path: '/api/me' });
  run.check(
    none.status === 401 && codeOf(none) === 'token_missing',
    'without a token nobody is known',
    verdictOf(none),
  );
  const forged = await request(retirement, { path: '/api/me', headers: [['Authorization', 'Bearer e30.e30.AAAA']] });
  run.check(codeOf(forged) === 'token_invalid', 'a forged token is refused', verdictOf(forged));
}

async function logout(run, stack, username, program) {
  const { bank, retirement } = stack;
  const others = [await Program.logIn(stack, username), await Program.logIn(stack, username)];
  const answer = await others[0].ask(bank, { method: 'POST', path: '/api/logout/everywhere' });
  const isRefused = async (one) => codeOf(await one.ask(retirement, { path: '/api/me' })) === 'session_ended';
  const all = async () => (await Promise.all([program, ...others].map(isRefused))).every(Boolean);
  const within = await until(all, 10 * SECOND);
  const told = within === undefined ? 'not in 10 s' : `${Math.round(within)} ms`;
  run.check(answer.status < 300 && within < SECOND, 'a logout everywhere counts at retirement within a second', told);
  run.check((await program.renew()).status === 401, 'and nothing of those sessions can be renewed');
}

async function pages(run, { bank, services }) {
  for (const [id, service] of Object.entries(services)) {
    const ready = await request(service, { path: '/health/ready' });
    const metrics = await request(service, { path: '/metrics' });
    run.check(
      ready.status === 200 && [401, 403, 404].includes(metrics.status),
      `${id} is ready, and keeps its metrics for operators`,
      String(metrics.status),
    );
    const page = await request(service, { path: '/', headers: [['Accept', 'text/html']] });
    const reference = await request(service, { path: '/reference' });
    run.check(
      page.body.includes('latchkey:service') && reference.status === 200,
      `${id} serves its site and its reference`,
    );
  }
  const { keys } = JSON.parse((await request(bank, { path: '/.well-known/jwks.json' })).body);
  run.check(
    keys.length > 0 && keys.every((key) => key.kty === 'EC' && key.d === undefined),
    'the bank publishes public keys and nothing else',
    `${keys.length}`,
  );
}
