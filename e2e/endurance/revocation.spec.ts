import { expect, test } from '@playwright/test';
import { ACCESS_COOKIE, bearer, ownPage, register } from '../stack/test-user.js';
import { at, call, type Place } from '../stack/request.js';
import { until } from '../stack/clock.js';
import { openHouse, type Front, type House } from '../stack/stack.js';
import { Jar, REFRESH_COOKIE } from '../stack/cookie-jar.js';
import { logInMany, verdictOf } from '../stack/program.js';
import { insertEndedSessions } from './ended-sessions.js';
import { below, exactly, FULL, none, PATIENCE, percentile, record, size, SECOND, type Figure } from './figures.js';

for (const living of [1_000, 50_000]) {
  test(
    `a logout counts at three replicas of retirement within a second, with ${living.toLocaleString('en')} living revocations`,
    { tag: living > 1_000 ? FULL : [] },
    async () => {
      const house = await openHouse({
        balanced: true,
        replicas: { bank: 2, retirement: 3 },
        prepare: { bank: (database) => insertEndedSessions(database, living) },
      });
      try {
        await register(house, 'ada');
        await measureLogouts(house, living, size(200, 20));
      } finally {
        await house.stop();
      }
    },
  );
}

const replicasOf = (front: Front): Place[] => front.replicas.map((replica) => at(front, replica));

async function measureLogouts(house: House, living: number, samples: number): Promise<void> {
  const [retirements, banks] = [replicasOf(house.retirement), replicasOf(house.bank)];
  const known = await until(
    async () => Math.min(...(await Promise.all(retirements.map(heldAt)))) >= living,
    30_000,
    200,
  );
  expect(known, 'each replica has the whole set before the first sample').toBeDefined();
  const times: number[] = [];
  const atBanks: number[] = [];
  const late: string[] = [];
  const again: string[] = [];
  const pool = await logInMany(house, samples);
  for (const session of pool) {
    const before = await Promise.all(retirements.map((place) => session.ask(place, { path: '/api/me' })));
    late.push(...before.filter((heard) => heard.status !== 200).map((heard) => `before: ${verdictOf(heard)}`));
    const out = await session.ask(house.bank, { method: 'POST', path: '/api/logout' });
    const ended = performance.now();
    if (out.status >= 400) late.push(`logout: ${verdictOf(out)}`);
    await Promise.all(
      [...retirements, ...banks].map(async (place) => {
        const refused = async (): Promise<boolean> => {
          const heard = await session.ask(place, { path: '/api/me' });
          return heard.status === 401;
        };
        const within = await until(refused, PATIENCE, 2);
        if (within === undefined) late.push('still accepted');
        else (banks.includes(place) ? atBanks : times).push(performance.now() - ended);
      }),
    );
  }
  for (const session of pool.slice(0, 20)) {
    const copied = await Promise.all([
      ...retirements.map((place) => session.ask(place, { path: '/api/me' })),
      session.ask(house.bank, { path: '/api/me' }),
    ]);
    again.push(...copied.map(verdictOf).filter((verdict) => verdict !== '401 session_ended'));
  }
  const label = `logout → refused by 3 replicas, ${living.toLocaleString('en')} living revocations`;
  record(
    [
      below(`${label}: p50`, size(50, SECOND), percentile(times, 0.5)),
      below(`${label}: p99`, SECOND, percentile(times, 0.99)),
      below(`${label}: both replicas of the bank, p99`, SECOND, percentile(atBanks, 0.99)),
      none(`${label}: faults`, late.length, `${times.length}`),
      none('a copied access token after logout: accepted', again.length, '80'),
      await copyCookies(house),
    ],
    { late: late.slice(0, 10), again: again.slice(0, 10), max: Math.max(...times) },
  );
}

async function heldAt(place: Place): Promise<number> {
  const { body } = await call(place, { path: '/metrics' });
  return Number(/^latchkey_revocations_living (\d+)$/m.exec(body)?.[1] ?? 0);
}

/** Cookies and tokens that were copied before the logout: how many of the tries with them are refused. */
async function copyCookies(house: House): Promise<Figure> {
  const jar = await Jar.logIn(house, 'ada');
  const copied = { access: jar.access, refresh: jar.refresh };
  const out = await jar.ask(house.bank, house.bank, { method: 'POST', path: '/api/logout' });
  expect(out.status).toBe(204);
  const isOut = async (place: Place): Promise<boolean> =>
    verdictOf(await call(place, { path: '/api/me', headers: [bearer(copied.access)] })) !== '200';
  for (const place of [house.retirement, house.bank])
    for (const replica of replicasOf(place)) await until(() => isOut(replica), PATIENCE);
  const verdicts: string[] = [];
  for (const place of [house.retirement, house.bank]) {
    const cookies = `${ACCESS_COOKIE}=${copied.access}; ${REFRESH_COOKIE}=${copied.refresh}`;
    verdicts.push(verdictOf(await call(place, { path: '/api/me', headers: [['Cookie', cookies]] })));
    verdicts.push(verdictOf(await call(place, { path: '/api/me', headers: [bearer(copied.access)] })));
  }
  const cookie: [string, string] = ['Cookie', `${REFRESH_COOKIE}=${copied.refresh}`];
  const headers = [...ownPage(house.bank), cookie];
  const renewal = await call(house.bank, { method: 'POST', path: '/api/refresh', headers });
  verdicts.push(verdictOf(renewal));
  const refused = verdicts.filter((verdict) => verdict === '401 session_ended').length;
  return exactly('copied cookies after logout: refused', verdicts.length, refused);
}
