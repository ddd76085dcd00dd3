import { expect, test } from '@playwright/test';
import { request } from '../stack/request.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { PASSWORD, register } from '../stack/test-user.ts';

const FLOODER = '203.0.113.66';
const FLOODERS = Array.from({ length: 9 }, (_, index) => `flooder-${index}`);
const IN_FLIGHT = 9;
// The promise is 3 s, on a machine that does nothing else; hashing runs at the lowest priority.
const PATIENCE_MS = 30_000;

// The limits of an installation: elsewhere the tests run without.
const settings = { THROTTLE_ACCOUNT: '10', THROTTLE_ADDRESS: '100', TRUSTED_PROXY_HOPS: '1' };

let stack: Stack;
let flood: { stop: () => Promise<Record<number, number>> } | undefined;

test.beforeEach(() => {
  flood = undefined;
});
test.afterEach(async () => {
  await flood?.stop();
  await stack?.stop();
});

const login = (username: string, address: string, password = PASSWORD) =>
  request(stack.bank, {
    method: 'POST',
    path: '/api/login',
    headers: [['X-Forwarded-For', address]],
    json: { username, password },
    deadline: 180_000,
  });

/** Nine accounts with nine logins each under way at any time, sent again whatever the answer is. */
function begin(send: (username: string) => Promise<{ status: number }>) {
  const seen: Record<number, number> = {};
  let isOver = false;
  const client = async (username: string): Promise<void> => {
    while (!isOver) {
      const { status } = await send(username);
      seen[status] = (seen[status] ?? 0) + 1;
    }
  };
  const clients = FLOODERS.flatMap((username) => Array.from({ length: IN_FLIGHT }, () => client(username)));
  const stop = async () => {
    isOver = true;
    await Promise.all(clients);
    return seen;
  };
  return { stop };
}

test('a flood of right logins of nine accounts from one address starves nobody, there or elsewhere', async () => {
  stack = await startStack({ env: { bank: settings } });
  await Promise.all(['ada', 'grace', ...FLOODERS].map((username) => register(stack, username)));
  flood = begin((username) => login(username, FLOODER));
  const times: number[] = [];
  for (let round = 1; round <= 4; round += 1) {
    for (const [username, address] of [
      ['ada', FLOODER],
      ['grace', `198.51.100.${round}`],
    ] as const) {
      const { status, milliseconds } = await login(username, address);
      expect(status, `${username} from ${address}`).toBe(200);
      times.push(milliseconds);
    }
  }
  const seen = await flood.stop();
  const slowest = Math.round(Math.max(...times));
  const description = `slowest of ${times.length} logins ${slowest} ms; the flood saw ${JSON.stringify(seen)}`;
  test.info().annotations.push({ type: 'flood', description });
  expect(slowest).toBeLessThan(PATIENCE_MS);
});

test('a flood of wrong passwords at one account from everywhere lets its owner in at a known address', async () => {
  stack = await startStack({ env: { bank: settings } });
  await register(stack, 'ada');
  expect((await login('ada', '192.0.2.10')).status).toBe(200);
  let addresses = 0;
  flood = begin(() => login('ada', `2001:db8:9:${(addresses += 1).toString(16)}::1`, 'not the password'));
  for (let round = 0; round < 3; round += 1) expect((await login('ada', '192.0.2.10')).status).toBe(200);
  const seen = await flood.stop();
  // Each right login begins the count again.
  expect(seen[401] ?? 0).toBeLessThanOrEqual(4 * 20);
});
