import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { waitUntil } from '@latchkey/testing';
import { logout, person, startStack, type Stack } from './logout/stack.js';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const GIVEN = `00-${ID}-00f067aa0ba902b7-01`;

let stack: Stack;
beforeEach(async () => void (stack = await startStack()));
afterEach(() => stack.close());

test('the bank is told of a logout in the trace of the request, however often it is tried', async () => {
  const replica = await stack.replica();
  stack.bank.logouts.behaviour = 'unavailable';
  const { headers } = await logout(replica, person().token).set('traceparent', GIVEN).expect(204);
  expect(JSON.stringify(headers)).not.toContain(ID);
  const { traceparents } = stack.bank.logouts;
  await waitUntil(() => traceparents.length > 1);
  for (const one of traceparents) expect(one).toMatch(new RegExp(`^00-${ID}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
  expect(new Set(traceparents).size).toBe(traceparents.length);
});
