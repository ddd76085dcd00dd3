import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LoginCountRepository } from '../src/throttle/login-count.repository.js';
import { UserRepository } from '../src/users/user.repository.js';
import { browserLogin, deviceOf, login, PASSWORD, register, startBank, type Bank } from './bank.js';
import { signIn, sql } from './signed-in.js';

const WRONG = 'wrong-horse-battery-staple';
const LIMIT = 5;
let bank: Bank;

beforeAll(async () => {
  bank = await startBank({ THROTTLE_ADDRESS: String(LIMIT), THROTTLE_ACCOUNT: '3', THROTTLE_REGISTER: '20' });
  for (const name of ['ada', 'grace']) await register(bank, name).expect(201);
});
afterAll(() => bank?.close());

/** Everything that an attempt may write. */
const written = () =>
  sql(
    bank,
    `SELECT 'login_counts' AS name, count(*), sum(counted), sum(forgiven) FROM login_counts
     UNION ALL SELECT 'throttle_counts', count(*), sum(points), sum(expire) FROM throttle_counts
     UNION ALL SELECT 'events', count(*), 0, 0 FROM events`,
  );

async function useUp(address: string): Promise<void> {
  for (let i = 0; i < LIMIT; i += 1) await login(bank, `nobody-${i}`, WRONG, address).expect(401);
  await login(bank, 'nobody-at-all', WRONG, address).expect(429);
}

describe('an office whose address somebody has used up', () => {
  const OFFICE = '198.51.100.1';
  let device = '';
  beforeAll(async () => {
    await login(bank, 'ada', PASSWORD, OFFICE).expect(200);
    device = deviceOf(await browserLogin(bank, 'grace', { address: '192.0.2.200' }).expect(200));
    await useUp(OFFICE);
  });

  test('lets somebody in who logged in there before', async () => {
    await login(bank, 'ada', PASSWORD, OFFICE).expect(200);
  });

  test('lets somebody in with a browser that is known, and nobody else', async () => {
    await login(bank, 'grace', PASSWORD, OFFICE).expect(429);
    await browserLogin(bank, 'grace', { address: OFFICE, cookie: device }).expect(200);
  });

  test('still bounds guesses at an account that is known there', async () => {
    for (let i = 0; i < 3; i += 1) await login(bank, 'ada', WRONG, OFFICE).expect(401);
    await login(bank, 'ada', PASSWORD, OFFICE).expect(429);
  });
});

test('of people who log in rightly from one address, none is refused for the others', async () => {
  const names = Array.from({ length: 3 * LIMIT }, (_, i) => `clerk-${i}`);
  for (const [i, name] of names.entries()) await register(bank, name, PASSWORD, `203.0.113.${i}`).expect(201);
  for (const name of names) await login(bank, name, PASSWORD, '198.51.100.2').expect(200);
  // Known there by now, they are not counted together any more.
  await Promise.all(names.map((name) => login(bank, name, PASSWORD, '198.51.100.2').expect(200)));
});

describe('what is refused writes nothing', () => {
  test.each([
    ['an address that is used up', '2001:db8:7:7::1', () => useUp('2001:db8:7:7::2'), 'anybody'],
    [
      'an account and address that are used up',
      '198.51.100.4',
      async () => {
        for (let i = 0; i < 3; i += 1) await login(bank, 'somebody', WRONG, '198.51.100.4').expect(401);
        await login(bank, 'somebody', WRONG, '198.51.100.4').expect(429);
      },
      'somebody',
    ],
  ])('from %s', async (_, address, exhaust, name) => {
    await exhaust();
    // The first error of a minute is recorded, once for each limit.
    await login(bank, name, WRONG, address).expect(429);
    const before = await written();
    for (let i = 0; i < 10; i += 1) await login(bank, name, WRONG, address).expect(429);
    expect(await written()).toEqual(before);
  });

  test('also at registration', async () => {
    const address = '198.51.100.5';
    for (let i = 0; i < 20; i += 1) await register(bank, `new-${i}`, PASSWORD, address).expect(201);
    const before = await written();
    for (let i = 0; i < 5; i += 1) await register(bank, `newer-${i}`, PASSWORD, address).expect(429);
    expect(await written()).toEqual(before);
  });
});

describe('what is kept', () => {
  test('of names that are nobody’s is removed after a week, of users never', async () => {
    await login(bank, 'nobody-at-all-2', WRONG, '198.51.100.6').expect(401);
    await login(bank, 'grace', WRONG, '198.51.100.6').expect(401);
    await sql(bank, "UPDATE login_counts SET expires_at = expires_at - interval '7 days'");
    await bank.app.get(LoginCountRepository).removeOld();
    const rows = await sql<{ key: string }>(bank, 'SELECT key FROM login_counts');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ key }) => !/^(account|device):/.test(key))).toEqual([]);
  });

  test('of names that are nobody’s is bounded by number, the newest are kept', async () => {
    await sql(bank, "DELETE FROM login_counts WHERE key LIKE 'unknown:%'");
    await sql(
      bank,
      `INSERT INTO login_counts (key, counted, last_at, expires_at)
       SELECT 'unknown:' || i, 1, now(), now() + i * interval '1 second' FROM generate_series(1, 2500) AS i`,
    );
    expect(await bank.app.get(LoginCountRepository).removeOld(20)).toBe(2_480);
    const [row] = await sql(
      bank,
      "SELECT count(*)::int FROM login_counts WHERE key IN ('unknown:2480', 'unknown:2481')",
    );
    expect(row).toEqual({ count: 1 });
    await sql(bank, "DELETE FROM login_counts WHERE key LIKE 'unknown:%'");
  });

  test('of known addresses is what was used within 90 days, and the newest 50 of a user', async () => {
    const { sub } = await signIn(bank, 'grace', { address: '198.51.100.7' });
    await sql(
      bank,
      `INSERT INTO known_addresses SELECT $1, 'old-' || i, now() - i * interval '1 day' FROM generate_series(1, 100) AS i`,
      [sub],
    );
    await bank.app.get(UserRepository).forgetOldAddresses();
    const kept =
      "SELECT count(*)::int, min(last_login_at) > now() - interval '90 days' AS recent FROM known_addresses WHERE user_id = $1";
    expect(await sql(bank, kept, [sub])).toEqual([{ count: 50, recent: true }]);
  });
});
