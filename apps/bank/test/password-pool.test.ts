import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Database, Metrics } from '@latchkey/service';
import type { BankConfig } from '../src/bank.config.js';
import { readHash } from '../src/passwords/password.rules.js';
import { PasswordsService, QUEUE_LENGTH } from '../src/passwords/passwords.service.js';
import { login, register, startBank, statuses, type Bank } from './bank.js';
import { slowHashes } from './slow-hashes.js';

const PLACE = { address: '192.0.2.1', account: 'ada' };
const KNOWN = { cost: 0, havePlain: true };
const costOf = (hash: string) => readHash(hash)?.cost;
const config = (cost: number) => ({ PASSWORD_COST: cost }) as BankConfig;

describe('the password pool', () => {
  let passwords: PasswordsService;
  beforeAll(() => {
    passwords = new PasswordsService(config(10), new Metrics());
  });
  afterAll(() => passwords?.onApplicationShutdown());

  (process.platform === 'linux' ? test : test.skip)('hashes at the lowest priority', async () => {
    expect(await passwords.priority()).toBe(19);
  });

  test('makes bcrypt hashes of the cost asked for, each with a salt of its own', async () => {
    const [one, two] = await Promise.all([passwords.hash('zq7#Kp2w', PLACE), passwords.hash('zq7#Kp2w', PLACE)]);
    expect(costOf(one)).toBe(10);
    expect(one).not.toBe(two);
    const verdictOn = (password: string) => passwords.verify({ password, hash: one }, KNOWN, PLACE);
    expect(await verdictOn('zq7#Kp2w')).toBe('right');
    expect(await verdictOn('zq7#Kp2W')).toBe('wrong');
  });

  test('leaves the event loop free', async () => {
    const hashing = Promise.all(Array.from({ length: 24 }, () => passwords.hash('zq7#Kp2w', PLACE)));
    let turns = 0;
    let isDone = false;
    void hashing.then(() => (isDone = true));
    while (!isDone) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      turns += 1;
    }
    expect(turns).toBeGreaterThan(20);
  });
});

describe('a bank whose queue is full', () => {
  let bank: Bank;
  beforeAll(async () => {
    bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
    await register(bank, 'ada').expect(201);
  });
  afterEach(() => void jest.restoreAllMocks());
  afterAll(() => bank?.close());

  test('answers 503 with Retry-After to the logins beyond, and 200 to the others', async () => {
    slowHashes(20);
    // Many more than fit, since the threads go on while the last ones are still at the database.
    const answers = await Promise.all(Array.from({ length: 3 * QUEUE_LENGTH }, () => login(bank, 'ada')));
    const count = statuses(answers);
    expect(Object.keys(count)).toEqual(['200', '503']);
    expect(count[200]).toBeGreaterThanOrEqual(QUEUE_LENGTH);
    const refusal = answers.find(({ body }) => body.code === 'overloaded');
    expect(Number(refusal?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    await login(bank, 'ada').expect(200);
  });

  test('computes one comparison for every wrong login, known or unknown, possible or not', async () => {
    const compared = async () => {
      const figures = await bank.app.get(Metrics).text();
      return Number(/latchkey_password_tasks_total\{[^}]*act="compare"[^}]*\} (\d+)/.exec(figures)?.[1]);
    };
    for (const [username, password] of [
      ['ada', 'wrong-horse-battery'],
      ['nobody', 'wrong-horse-battery'],
      ['no body', 'wrong-horse-battery'],
      ['ada', 'x'.repeat(200)],
      ['nobody', 'short'],
    ]) {
      const before = await compared();
      await login(bank, username!, password!).expect(401);
      expect(await compared()).toBe(before + 1);
    }
  });
});

describe('a change of PASSWORD_COST', () => {
  let bank: Bank;
  afterAll(() => bank?.close());

  test('is applied to a stored password after its next login', async () => {
    bank = await startBank({ PASSWORD_COST: '10' });
    await register(bank, 'ada').expect(201);
    const dearer = await startBank({ PASSWORD_COST: '11' }, bank.database);
    try {
      const cost = async () => {
        const rows = await bank.app.get(Database).query<{ password_hash: string }[]>('SELECT password_hash FROM users');
        return costOf(rows[0]!.password_hash);
      };
      await login(dearer, 'ada', 'wrong-horse-battery').expect(401);
      expect(await cost()).toBe(10);
      const becomes = async (wanted: number) => {
        const until = Date.now() + 20_000;
        while ((await cost()) !== wanted && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
        expect(await cost()).toBe(wanted);
      };
      await login(dearer, 'ada').expect(200);
      await becomes(11);
      await login(bank, 'ada').expect(200);
      await becomes(10);
    } finally {
      await dearer.close();
    }
  });
});
