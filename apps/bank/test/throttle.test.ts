import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { login, PASSWORD, register, startBank, statuses, type Bank } from './bank.js';

const WRONG = 'wrong-horse-battery-staple';
let bank: Bank;
afterAll(() => bank?.close());

const points = async () => {
  const sql = "SELECT coalesce(sum(counted - forgiven), 0)::int AS sum FROM login_counts WHERE key NOT LIKE 'right%'";
  const [row] = await bank.app.get(Database).query<{ sum: number }[]>(sql);
  return row?.sum;
};

async function freshBank(env: NodeJS.ProcessEnv): Promise<void> {
  await bank?.close();
  bank = await startBank({ PASSWORD_COST: '10', ...env });
  await register(bank, 'ada').expect(201);
}

beforeEach(async () => {
  for (const table of ['throttle_counts', 'login_counts', 'known_addresses'])
    await bank.app.get(Database).query(`DELETE FROM ${table}`);
});

describe('wrong guesses at one account from one address', () => {
  beforeAll(() => freshBank({ THROTTLE_ACCOUNT: '3' }));

  test.each(['ada', 'nobody', 'no body at all'])(
    'at %s end after the limit in 429 with Retry-After',
    async (username) => {
      for (let i = 0; i < 3; i += 1) await login(bank, username, WRONG).expect(401);
      const { status, body, headers } = await login(bank, username, WRONG);
      expect({ status, code: body.code }).toEqual({ status: 429, code: 'too_many_guesses' });
      expect(headers['retry-after']).toMatch(/^[1-9]\d*$/);
      expect(Number(headers['retry-after'])).toBeLessThanOrEqual(900);
      // The right password does not help either, or guessing would go on.
      await login(bank, username).expect(429);
    },
  );

  test('count alike in any case of the username', async () => {
    for (const username of ['ada', 'Ada', 'ADA']) await login(bank, username, WRONG).expect(401);
    await login(bank, 'aDA', WRONG).expect(429);
  });

  test('at once: no more than the limit are compared', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => login(bank, 'ada', WRONG)));
    expect(statuses(answers)).toEqual({ 401: 3, 429: 9 });
  });

  test('at once over two replicas: no more than the limit are compared', async () => {
    const other = await startBank({ PASSWORD_COST: '10', THROTTLE_ACCOUNT: '3' }, bank.database);
    try {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, i) => login(i % 2 === 0 ? bank : other, 'ada', WRONG)),
      );
      expect(statuses(answers)[401]).toBeLessThanOrEqual(3);
      expect(Object.keys(statuses(answers))).toEqual(['401', '429']);
    } finally {
      await other.close();
    }
  });

  test('leave the account open from elsewhere, and other accounts open from there', async () => {
    for (let i = 0; i < 4; i += 1) await login(bank, 'ada', WRONG);
    await login(bank, 'ada', PASSWORD, '198.51.100.7').expect(200);
    await login(bank, 'nobody', WRONG).expect(401);
  });
});

describe('a right login', () => {
  beforeAll(() => freshBank({ THROTTLE_ACCOUNT: '3', THROTTLE_ADDRESS: '3' }));

  test('gives its count back', async () => {
    for (let i = 0; i < 5; i += 1) await login(bank, 'ada').expect(200);
    expect(await points()).toBe(0);
  });

  test('gives back its own count and no other', async () => {
    await login(bank, 'ada', WRONG).expect(401);
    await login(bank, 'ada').expect(200);
    await login(bank, 'ada', WRONG).expect(401);
    await login(bank, 'ada', WRONG).expect(401);
    await login(bank, 'ada', WRONG).expect(429);
  });

  test('is not taken for a wrong one when there are many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => login(bank, 'ada')));
    expect(statuses(answers)).toEqual({ 200: 12 });
    expect(await points()).toBe(0);
  });

  test('among wrong ones at once leaves exactly the wrong ones counted', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => login(bank, 'ada', i < 2 ? WRONG : PASSWORD)),
    );
    expect(statuses(answers)).toEqual({ 200: 6, 401: 2 });
    await login(bank, 'ada', WRONG).expect(401);
    await login(bank, 'ada', WRONG).expect(429);
  });
});

describe('wrong guesses from one address', () => {
  beforeAll(() => freshBank({ THROTTLE_ADDRESS: '3' }));

  test('end after the limit whatever account they are at', async () => {
    for (const username of ['a-1', 'a-2', 'a-3']) await login(bank, username, WRONG, '203.0.113.5').expect(401);
    await login(bank, 'a-4', WRONG, '203.0.113.5').expect(429);
    await login(bank, 'a-4', WRONG, '203.0.113.6').expect(401);
  });

  test('are counted by /64 for IPv6', async () => {
    for (const host of ['::1', 'ffff::2', '1:2:3:4'])
      await login(bank, 'ada', WRONG, `2001:db8:0:7:${host}`.replace(':::', '::'));
    await login(bank, 'nobody', WRONG, '2001:DB8:0:7:abcd::9').expect(429);
    await login(bank, 'nobody', WRONG, '2001:db8:0:8::9').expect(401);
  });

  test('cannot be spread by a forged X-Forwarded-For', async () => {
    for (let i = 0; i < 3; i += 1) await login(bank, `a-${i}`, WRONG, `10.0.0.${i}, 203.0.113.9`).expect(401);
    await login(bank, 'a-9', WRONG, '10.0.0.9, 203.0.113.9').expect(429);
  });
});

describe('limits of 0', () => {
  beforeAll(() => freshBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' }));

  test('are off', async () => {
    for (let i = 0; i < 13; i += 1) await login(bank, 'ada', WRONG).expect(401);
    expect(await points()).toBe(0);
  });
});

describe('registrations from one address', () => {
  beforeAll(() => freshBank({ THROTTLE_REGISTER: '3' }));
  const from = '203.0.113.77';

  test('end after the limit in 429, and go on elsewhere', async () => {
    for (const username of ['one', 'two', 'three']) await register(bank, username, PASSWORD, from).expect(201);
    const { status, body, headers } = await register(bank, 'four', PASSWORD, from);
    expect({ status, code: body.code }).toEqual({ status: 429, code: 'too_many_registrations' });
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(3600);
    expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
    await register(bank, 'four', PASSWORD, '203.0.113.78').expect(201);
  });

  test('do not count what is refused for its body, but count a taken name', async () => {
    for (let i = 0; i < 4; i += 1) await register(bank, 'x', PASSWORD, from).expect(400);
    for (let i = 0; i < 4; i += 1) await register(bank, 'fine-name', 'password1', from).expect(400);
    for (let i = 0; i < 3; i += 1) await register(bank, 'ada', PASSWORD, from).expect(409);
    await register(bank, 'fine-name', PASSWORD, from).expect(429);
  });
});
