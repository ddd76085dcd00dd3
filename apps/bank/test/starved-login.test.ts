import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Metrics } from '@latchkey/service';
import { PasswordsService, QUEUE_LENGTH } from '../src/passwords/passwords.service.js';
import { login, PASSWORD, register, startBank, type Bank } from './bank.js';
import { signIn } from './signed-in.js';
import { slowHashes } from './slow-hashes.js';

const FLOODER = '203.0.113.66';
const ACCOUNTS = 9;
const IN_FLIGHT = 9;
const HASH_MS = 40;
// Its own address gives each account a turn, between turns of the others: a second or two at cost 12.
const MOST_TURNS = 2 * (ACCOUNTS + 2);
const VICTIMS = 'the-password-of-somebody-else';
let bank: Bank;
/** Hashes that were begun while the last login of somebody else waited. */
let turns = 0;

beforeAll(async () => {
  // Without limits of logins, so that nothing but the order of the queue protects anybody.
  bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
  await register(bank, 'ada', VICTIMS).expect(201);
  for (const name of ['grace', ...flooders()]) await register(bank, name).expect(201);
  countTurns();
});
afterAll(async () => {
  jest.restoreAllMocks();
  await bank?.close();
});

/** Counts the turns of somebody else's login, by their password. */
function countTurns(): void {
  const { begun } = slowHashes(HASH_MS);
  const passwords = bank.app.get(PasswordsService);
  const verify = passwords.verify.bind(passwords);
  jest.spyOn(passwords, 'verify').mockImplementation(async (typed, ...rest) => {
    const before = begun();
    const outcome = await verify(typed, ...rest);
    if (typed.password === VICTIMS) turns = begun() - before;
    return outcome;
  });
}

const flooders = () => Array.from({ length: ACCOUNTS }, (_, i) => `flooder-${i}`);

/** Sends again as soon as an answer comes, until it is stopped; what came. */
function flood(send: (name: string) => PromiseLike<{ status: number }>) {
  const seen: Record<number, number> = {};
  let isOver = false;
  const client = async (name: string) => {
    while (!isOver) {
      const { status } = await send(name);
      seen[status] = (seen[status] ?? 0) + 1;
    }
  };
  const clients = flooders().flatMap((name) => Array.from({ length: IN_FLIGHT }, () => client(name)));
  const stop = async () => {
    isOver = true;
    await Promise.all(clients);
  };
  return { seen, stop };
}

const figure = async (name: string) =>
  Number(new RegExp(`^${name} (\\d+)`, 'm').exec(await bank.app.get(Metrics).text())?.[1]);

async function full(): Promise<void> {
  while ((await figure('latchkey_password_queue')) < QUEUE_LENGTH) await sleep(5);
}

describe('a flood that fills the queue', () => {
  test.each([
    ['right logins', (name: string) => login(bank, name, PASSWORD, FLOODER)],
    ['wrong logins', (name: string) => login(bank, name, 'wrong-horse-battery-staple', FLOODER)],
    ['registrations', (name: string) => register(bank, `${name}-${Math.random()}`.slice(0, 40), PASSWORD, FLOODER)],
  ])('of %s refuses none of somebody else, from the same address or another', async (_, send) => {
    const attack = flood(send);
    await full();
    try {
      for (const address of [FLOODER, '2001:db8::20']) {
        await login(bank, 'ada', VICTIMS, address).expect(200);
        // In hashes, not in seconds: how long one takes is the machine's affair.
        expect(turns).toBeLessThanOrEqual(MOST_TURNS);
      }
    } finally {
      await attack.stop();
    }
    expect(attack.seen[503]).toBeGreaterThan(0);
  });

  test('lets a registration and a change of password pass as well', async () => {
    const { headers } = await signIn(bank, 'grace');
    const attack = flood((name) => login(bank, name, PASSWORD, FLOODER));
    await full();
    try {
      await register(bank, 'newcomer', PASSWORD, '198.51.100.21').expect(201);
      const body = { currentPassword: PASSWORD, newPassword: 'another-horse-and-its-staple' };
      await bank.request.post('/api/password').set(headers).set('X-Forwarded-For', FLOODER).send(body).expect(204);
    } finally {
      await attack.stop();
    }
  });
});

test('a flood from all addresses of one /64 is the flood of one', async () => {
  let host = 0;
  const attack = flood((name) => login(bank, name, PASSWORD, `2001:db8:6:6::${((host += 1) % 60_000).toString(16)}`));
  await full();
  try {
    await login(bank, 'ada', VICTIMS, '198.51.100.22').expect(200);
  } finally {
    await attack.stop();
  }
});
