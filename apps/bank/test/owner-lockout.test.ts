import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { FREE_EVERYWHERE } from '../src/throttle/throttle.rules.js';
import { login, PASSWORD, register, startBank, type Bank } from './bank.js';

const WRONG = 'wrong-horse-battery-staple';
const HOME = '192.0.2.10';
let bank: Bank;
let guesses = 0;

const elsewhere = () => `198.51.100.${(guesses += 1)}`;
const query = (sql: string) => bank.app.get(Database).query(sql);

beforeAll(async () => {
  bank = await startBank();
  await register(bank, 'ada').expect(201);
  await login(bank, 'ada', PASSWORD, HOME).expect(200);
});
afterAll(() => bank?.close());

describe('an attacker who guesses at one account from everywhere', () => {
  test('has 100 guesses, then waits for at most a minute', async () => {
    await login(bank, 'ada', WRONG, elsewhere()).expect(401);
    // As if all but two of the free ones had been used; each from an address of its own.
    await query(`UPDATE throttle_counts SET points = ${FREE_EVERYWHERE - 2} WHERE key LIKE 'account:%'`);
    await login(bank, 'ada', WRONG, elsewhere()).expect(401);
    await login(bank, 'ada', WRONG, elsewhere()).expect(401);
    const { status, body, headers } = await login(bank, 'ada', WRONG, elsewhere());
    expect({ status, code: body.code }).toEqual({ status: 429, code: 'too_many_guesses' });
    const wait = Number(headers['retry-after']);
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(60);
  });

  test('learns nothing from the right password meanwhile', async () => {
    await login(bank, 'ada', PASSWORD, elsewhere()).expect(429);
  });

  test('gets one guess a minute from then on', async () => {
    await query(`UPDATE throttle_counts SET expire = 1 WHERE key LIKE 'account-slow:%'`);
    await login(bank, 'ada', WRONG, elsewhere()).expect(401);
    await login(bank, 'ada', WRONG, elsewhere()).expect(429);
  });

  test('does not keep the owner out, who comes from where she was before', async () => {
    await login(bank, 'ada', WRONG, HOME).expect(401);
    await login(bank, 'ada', PASSWORD, HOME).expect(200);
  });

  test('does not use up what the owner has at home', async () => {
    for (let i = 0; i < 10; i += 1)
      await login(bank, 'ada', WRONG, HOME).then(({ status }) => expect([401, 429]).toContain(status));
    await login(bank, 'ada', PASSWORD, HOME).expect(429);
  });

  test('keeps nobody else out', async () => {
    await login(bank, 'grace', WRONG, elsewhere()).expect(401);
  });
});
