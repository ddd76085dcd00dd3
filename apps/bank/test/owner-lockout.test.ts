import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  FREE_FAILURES,
  KEPT_FOR_KNOWN_ADDRESSES,
  MOST_FAILURES,
  RIGHT_LOGINS,
} from '../src/throttle/throttle.rules.js';
import { runUsers } from '../src/commands/users.command.js';
import { browserLogin, deviceOf, login, PASSWORD, register, startBank, statuses, type Bank } from './bank.js';
import { sql } from './signed-in.js';

const WRONG = 'wrong-horse-battery-staple';
const HOME = '192.0.2.10';
const STRANGERS = MOST_FAILURES - KEPT_FOR_KNOWN_ADDRESSES;
let bank: Bank;
let addresses = 0;
let ada = '';
let people = 0;

/** An address that nobody has used. */
const elsewhere = () => `2001:db8:1:${(addresses += 1).toString(16)}::1`;
/** As if all waits had been waited for. */
const later = () => sql(bank, "UPDATE login_counts SET last_at = last_at - interval '1 hour'");
/** As if there had been so many failures in a row. */
const failed = (count: number) =>
  sql(bank, "UPDATE login_counts SET counted = forgiven + $1 WHERE key LIKE 'account:%' OR key LIKE 'unknown:%'", [
    count,
  ]);

/** No more than the free ones were compared. On a busy machine some are not even decided: a connection takes too long to come. */
function expectBound(answers: readonly { status: number }[]): void {
  const { 401: compared = 0, 429: refused = 0, 503: undecided = 0 } = statuses(answers);
  expect(compared).toBeLessThanOrEqual(FREE_FAILURES);
  expect(refused).toBeGreaterThan(0);
  expect(compared + refused + undecided).toBe(answers.length);
}

beforeAll(async () => {
  bank = await startBank();
});
beforeEach(async () => {
  ada = `ada-${(people += 1)}`;
  await register(bank, ada).expect(201);
  await login(bank, ada, PASSWORD, HOME).expect(200);
});
afterAll(() => bank?.close());

describe.each([
  ['an account', () => ada],
  ['a name that is nobody’s', () => `nobody-${people}`],
])('an attacker who guesses at %s from everywhere', (_, name) => {
  test('has a few free guesses, however many come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => login(bank, name(), WRONG, elsewhere())));
    expectBound(answers);
  });

  test('waits longer and longer then, up to an hour', async () => {
    await login(bank, name(), WRONG, elsewhere()).expect(401);
    for (const [failures, least, most] of [
      [FREE_FAILURES, 10, 15],
      [FREE_FAILURES + 3, 100, 120],
      [FREE_FAILURES + 20, 3500, 3600],
    ] as const) {
      await failed(failures);
      await sql(bank, 'UPDATE login_counts SET last_at = clock_timestamp()');
      const { body, headers } = await login(bank, name(), WRONG, elsewhere()).expect(429);
      expect(body.code).toBe('too_many_guesses');
      expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(least);
      expect(Number(headers['retry-after'])).toBeLessThanOrEqual(most);
    }
    await later();
    await login(bank, name(), WRONG, elsewhere()).expect(401);
    await login(bank, name(), WRONG, elsewhere()).expect(429);
  });

  test('is not let in any more once they were used up, in whatever spelling, and with the right password', async () => {
    await login(bank, name(), WRONG, elsewhere()).expect(401);
    await failed(STRANGERS - 1);
    await later();
    await login(bank, name(), WRONG, elsewhere()).expect(401);
    await later();
    await login(bank, name().toUpperCase(), WRONG, elsewhere()).expect(429);
    const { body } = await login(bank, name(), PASSWORD, elsewhere()).expect(429);
    expect(body.detail).toContain('where you logged in before');
  });
});

test('two hundred guesses at once over two replicas are no more than one at a time', async () => {
  const other = await startBank({}, bank.database);
  try {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => login(i % 2 === 0 ? bank : other, ada, WRONG, elsewhere())),
    );
    expectBound(answers);
  } finally {
    await other.close();
  }
});

describe('the owner of an account that strangers have used up', () => {
  let device = '';
  beforeEach(async () => {
    device = deviceOf(await browserLogin(bank, ada, { address: HOME }).expect(200));
    await failed(STRANGERS);
  });

  test('logs in from an address of before, after which the count begins again', async () => {
    await login(bank, ada, PASSWORD, elsewhere()).expect(429);
    await login(bank, ada, WRONG, HOME).expect(401);
    await login(bank, ada, PASSWORD, HOME).expect(200);
    await login(bank, ada, WRONG, elsewhere()).expect(401);
  });

  test('logs in at a browser of before, wherever that is', async () => {
    await browserLogin(bank, ada, { password: WRONG, address: elsewhere(), cookie: device }).expect(401);
    await browserLogin(bank, ada, { address: elsewhere(), cookie: device }).expect(200);
  });

  test('logs in at a browser of before also where the address of before is used up, for all time', async () => {
    await failed(MOST_FAILURES);
    await later();
    await login(bank, ada, PASSWORD, HOME).expect(429);
    await browserLogin(bank, ada, { address: HOME, cookie: device }).expect(200);
  });

  test('logs in at a browser of before while somebody at the same address guesses', async () => {
    for (let i = 0; i < 12; i += 1) await login(bank, ada, WRONG, HOME);
    await login(bank, ada, PASSWORD, HOME).expect(429);
    await browserLogin(bank, ada, { address: HOME, cookie: device }).expect(200);
  });
});

test('an operator lets the owner in whose address and browser are new', async () => {
  await login(bank, ada, WRONG, elsewhere()).expect(401);
  await failed(MOST_FAILURES);
  await login(bank, ada, PASSWORD, elsewhere()).expect(429);
  process.env['DATABASE_URL'] = bank.database.url;
  const said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  expect(await runUsers(['enable', ada])).toBe(0);
  expect(said).toHaveBeenCalledWith(`${ada} is enabled.`);
  said.mockRestore();
  await login(bank, ada, PASSWORD, elsewhere()).expect(200);
});

describe('a known address', () => {
  test('is bounded as well: with a hundred failures in a row it is closed', async () => {
    await failed(MOST_FAILURES - 1);
    await login(bank, ada, WRONG, HOME).expect(401);
    await login(bank, ada, PASSWORD, HOME).expect(429);
  });

  test('is known for the account that logged in there, and for no other', async () => {
    const grace = `grace-${people}`;
    await register(bank, grace).expect(201);
    await login(bank, grace, WRONG, elsewhere()).expect(401);
    await failed(STRANGERS);
    await login(bank, grace, PASSWORD, HOME).expect(429);
  });
});

test('right logins are bounded too, and end in 429 before the hash', async () => {
  const answers = await Promise.all(Array.from({ length: RIGHT_LOGINS + 10 }, () => login(bank, ada, PASSWORD, HOME)));
  // One was before.
  expect(statuses(answers)).toEqual({ 200: RIGHT_LOGINS - 1, 429: 11 });
  await login(bank, ada, PASSWORD, elsewhere()).expect(429);
  const [{ count } = { count: 0 }] = await sql<{ count: number }>(bank, 'SELECT count(*)::int FROM login_counts');
  await login(bank, ada, PASSWORD, elsewhere()).expect(429);
  expect(await sql(bank, 'SELECT count(*)::int FROM login_counts')).toEqual([{ count }]);
});
