import { afterAll, expect, test } from '@jest/globals';
import { waitUntil } from '@latchkey/testing';
import { logout, startStack, person } from './logout/stack.js';

const stack = await startStack();
const replica = await stack.replica();
afterAll(() => stack.close());

async function figures(): Promise<Record<string, number>> {
  const { text } = await replica.request.get('/metrics').expect(200);
  const lines = text.matchAll(/^(latchkey_(?:logout|local)\S*) (\S+)$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name, Number(value)]));
}

test('operators see what waits for the bank, and the service stays ready', async () => {
  await stack.bank.stop();
  await logout(replica, person().token).expect(204);
  // A database that answers late is told of as it was.
  await waitUntil(async () => (await figures())['latchkey_logouts_pending'] === 1);
  expect(await figures()).toMatchObject({ latchkey_logouts_pending: 1, latchkey_local_revocations: 1 });
  await waitUntil(async () => (await figures())['latchkey_logout_deliveries_total{outcome="failed"}']! > 0);
  const { body } = await replica.request.get('/health/ready').expect(200);
  expect(body.checks.logouts).toEqual({
    ok: true,
    detail: { pending: 1, failuresInARow: expect.any(Number), lastFault: expect.stringContaining('BANK_URL'), held: 1 },
  });

  await stack.bank.start();
  await waitUntil(async () => (await figures())['latchkey_logouts_pending'] === 0);
  expect((await figures())['latchkey_logout_deliveries_total{outcome="delivered"}']).toBe(1);
});
