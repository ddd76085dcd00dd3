import { expect, test } from '@playwright/test';
import { ACCESS_COOKIE, bearer, ownPage, register } from '../stack/test-user.ts';
import { at, request, type Target } from '../stack/request.ts';
import { until } from '../stack/clock.ts';
import { startStack, type StackService, type Stack } from '../stack/stack.ts';
import { CookieJar, REFRESH_COOKIE } from '../stack/cookie-jar.ts';
import { logInMany, verdictOf } from '../stack/program.ts';
import { insertRevokedSessions } from './revoked-sessions.ts';
import { below, exactly, FULL, none, PATIENCE, percentile, record, size, SECOND, type Figure } from './figures.ts';

for (const active of [1_000, 50_000]) {
  test(
    `a logout counts at three replicas of retirement within a second, with ${active.toLocaleString('en')} active revocations`,
    { tag: active > 1_000 ? FULL : [] },
    async () => {
      const stack = await startStack({
        balanced: true,
        replicas: { bank: 2, retirement: 3 },
        prepare: { bank: (database) => insertRevokedSessions(database, active) },
      });
      try {
        await register(stack, 'ada');
        await measureLogouts(stack, active, size(200, 20));
      } finally {
        await stack.stop();
      }
    },
  );
}

const replicasOf = (service: StackService): Target[] => service.replicas.map((replica) => at(service, replica));

async function measureLogouts(stack: Stack, active: number, samples: number): Promise<void> {
  const [retirements, banks] = [replicasOf(stack.retirement), replicasOf(stack.bank)];
  const known = await until(
    async () => Math.min(...(await Promise.all(retirements.map(heldAt)))) >= active,
    30_000,
    200,
  );
  expect(known, 'each replica has the whole set before the first sample').toBeDefined();
  const times: number[] = [];
  const atBanks: number[] = [];
  const late: string[] = [];
  const again: string[] = [];
  const pool = await logInMany(stack, samples);
  for (const session of pool) {
    const before = await Promise.all(retirements.map((target) => session.ask(target, { path: '/api/me' })));
    late.push(
      ...before.filter((response) => response.status !== 200).map((response) => `before: ${verdictOf(response)}`),
    );
    const out = await session.ask(stack.bank, { method: 'POST', path: '/api/logout' });
    const ended = performance.now();
    if (out.status >= 400) late.push(`logout: ${verdictOf(out)}`);
    await Promise.all(
      [...retirements, ...banks].map(async (target) => {
        const refused = async (): Promise<boolean> => {
          const response = await session.ask(target, { path: '/api/me' });
          return response.status === 401;
        };
        const within = await until(refused, PATIENCE, 2);
        if (within === undefined) late.push('still accepted');
        else (banks.includes(target) ? atBanks : times).push(performance.now() - ended);
      }),
    );
  }
  for (const session of pool.slice(0, 20)) {
    const copied = await Promise.all([
      ...retirements.map((target) => session.ask(target, { path: '/api/me' })),
      session.ask(stack.bank, { path: '/api/me' }),
    ]);
    again.push(...copied.map(verdictOf).filter((verdict) => verdict !== '401 session_ended'));
  }
  const label = `logout → refused by 3 replicas, ${active.toLocaleString('en')} active revocations`;
  record(
    [
      below(`${label}: p50`, size(50, SECOND), percentile(times, 0.5)),
      below(`${label}: p99`, SECOND, percentile(times, 0.99)),
      below(`${label}: both replicas of the bank, p99`, SECOND, percentile(atBanks, 0.99)),
      none(`${label}: errors`, late.length, `${times.length}`),
      none('a copied access token after logout: accepted', again.length, '80'),
      await copyCookies(stack),
    ],
    { late: late.slice(0, 10), again: again.slice(0, 10), max: Math.max(...times) },
  );
}

async function heldAt(target: Target): Promise<number> {
  const { body } = await request(target, { path: '/metrics' });
  return Number(/^latchkey_revocations_living (\d+)$/m.exec(body)?.[1] ?? 0);
}

/** Cookies and tokens that were copied before the logout: how many of the tries with them are refused. */
async function copyCookies(stack: Stack): Promise<Figure> {
  const jar = await CookieJar.logIn(stack, 'ada');
  const copied = { access: jar.access, refresh: jar.refresh };
  const out = await jar.ask(stack.bank, stack.bank, { method: 'POST', path: '/api/logout' });
  expect(out.status).toBe(204);
  const services = [stack.retirement, stack.bank];
  const cookies: [string, string] = [
    'Cookie',
    `${ACCESS_COOKIE}=${copied.access}; ${REFRESH_COOKIE}=${copied.refresh}`,
  ];
  const tryAs = async (target: Target, credentials: [string, string]): Promise<string> =>
    verdictOf(await request(target, { path: '/api/me', headers: [credentials] }));
  for (const replica of services.flatMap(replicasOf))
    await until(async () => (await tryAs(replica, cookies)) === '401 session_ended', PATIENCE);
  const tries: [wanted: string, seen: string][] = [];
  for (const service of services) {
    tries.push(['401 session_ended', await tryAs(service, cookies)]);
    // It never counted on this way, and a logout changes nothing about that.
    tries.push(['401 token_invalid', await tryAs(service, bearer(copied.access))]);
  }
  const headers: [string, string][] = [...ownPage(stack.bank), ['Cookie', `${REFRESH_COOKIE}=${copied.refresh}`]];
  const renewal = await request(stack.bank, { method: 'POST', path: '/api/refresh', headers });
  tries.push(['401 session_ended', verdictOf(renewal)]);
  const refused = tries.filter(([wanted, seen]) => seen === wanted).length;
  return exactly('copied cookies after logout: refused', tries.length, refused);
}
