import { setTimeout as sleep } from 'node:timers/promises';
import { setting } from '@latchkey/service';
import { startService, type ServiceUnderTest } from '@latchkey/testing';
import type { Response, Test } from 'supertest';
import type { BankConfig } from '../src/bank.config.js';
import { bank } from '../src/bank.module.js';

export type Bank = ServiceUnderTest<BankConfig>;

export const PASSWORD = 'correct-horse-battery-staple';
/** The origin that the bank's own pages have in tests. */
export const OWN_ORIGIN = 'http://bank.demo.localhost:3001';

const cost = setting.integer({
  describe: 'A hash in 1 ms: the bank itself takes none below 70.',
  default: 4,
  min: 4,
  max: 4,
});
const quick: typeof bank = {
  ...bank,
  config: { ...bank.config, settings: { ...bank.config.settings, PASSWORD_COST: cost } },
};

/**
 * A bank behind one proxy, so that tests choose the address they come from. Its hashes are quick, unless the environment names a
 * cost, as tests of races with a hash do: hashing threads run at nice 19, and get what other tests leave of the processor.
 */
export function startBank(env: NodeJS.ProcessEnv = {}, database?: Bank['database']): Promise<Bank> {
  const isQuick = env['PASSWORD_COST'] === undefined;
  return startService(isQuick ? quick : bank, {
    env: { TRUSTED_PROXY_HOPS: '1', THROTTLE_REGISTER: '0', ...(isQuick && { PASSWORD_COST: '4' }), ...env },
    ...(database && { database }),
  });
}

export function register(
  { request }: Bank,
  username: string,
  password: string = PASSWORD,
  address = '192.0.2.1',
): Test {
  return request.post('/api/register').set('X-Forwarded-For', address).send({ username, password });
}

export function login({ request }: Bank, username: string, password: string = PASSWORD, address = '192.0.2.1'): Test {
  return request.post('/api/login').set('X-Forwarded-For', address).send({ username, password });
}

/** A login as the bank's own page sends it. */
export function pageLogin(from: Bank, username: string, headers: Record<string, string>): Test {
  return from.request.post('/api/login').set(headers).send({ username, password: PASSWORD, transport: 'cookie' });
}

/** A login as the bank's own page sends it, from an address, in a browser that keeps this cookie. */
export function browserLogin(
  from: Bank,
  username: string,
  { password = PASSWORD, address = '192.0.2.1', cookie = '' } = {},
): Test {
  const headers = { Origin: OWN_ORIGIN, 'Sec-Fetch-Site': 'same-origin', 'X-Forwarded-For': address, Cookie: cookie };
  return from.request.post('/api/login').set(headers).send({ username, password, transport: 'cookie' });
}

/** The device cookie that an answer set, as a browser sends it back. */
export function deviceOf({ headers }: Pick<Response, 'headers'>): string {
  const cookies = (headers['set-cookie'] ?? []) as unknown as string[];
  return cookies.find((one) => one.startsWith('__Host-latchkey-device='))?.split(';')[0] ?? '';
}

/** Sends again what is answered with 503 and Retry-After, as a client does; a 503 without it is an answer like others. */
export async function patiently(send: () => Test): Promise<Response> {
  for (;;) {
    const answer = await send();
    const seconds = Number(answer.headers['retry-after']);
    if (answer.status !== 503 || !(seconds > 0)) return answer;
    await sleep(1000 * seconds);
  }
}

export function statuses(answers: readonly { status: number }[]): Record<number, number> {
  const count: Record<number, number> = {};
  for (const { status } of answers) count[status] = (count[status] ?? 0) + 1;
  return count;
}
