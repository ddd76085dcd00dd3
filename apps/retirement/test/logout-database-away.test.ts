import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { TcpProxy, waitUntil } from '@latchkey/testing';
import { statusFor, logout, startStack, person, type Stack, type Replica } from './logout/stack.js';

let stack: Stack;
let proxy: TcpProxy;
let replica: Replica;
beforeEach(async () => {
  stack = await startStack();
  proxy = await new TcpProxy(new URL(stack.database.url)).open();
  replica = await stack.replica({ DATABASE_URL: proxy.url });
});
afterEach(async () => {
  await stack.close();
  await proxy.cut();
});

const queued = () => stack.query('SELECT sid FROM auth_pending_logouts');

test('a logout that cannot be kept is refused, and the person is still logged in', async () => {
  const { token } = person();
  expect(await statusFor(replica, token)).toBe('200');
  await proxy.cut();
  for (const path of ['/api/logout', '/api/logout/everywhere']) {
    const answer = await logout(replica, token, path);
    expect([answer.status, answer.body.code]).toEqual([503, 'database_unavailable']);
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
  expect(await statusFor(replica, token)).toBe('200');
  expect([await queued(), stack.bank.logouts.delivered]).toEqual([[], []]);
});

test('what was ended before stays ended while the database is away', async () => {
  const { token } = person();
  await logout(replica, token).expect(204);
  await proxy.cut();
  expect(await statusFor(replica, token)).toBe('401 session_ended');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(await statusFor(replica, token)).toBe('401 session_ended');
});

test('operators are told what waited for the bank when the database last answered, and this check stays green', async () => {
  const pending = async (): Promise<unknown[]> => {
    const { body } = await replica.request.get('/health/ready');
    return [body.checks.logouts.ok, body.checks.logouts.detail?.pending];
  };
  await stack.bank.stop();
  await logout(replica, person().token).expect(204);
  await waitUntil(async () => (await pending())[1] === 1);
  await stack.query('BEGIN');
  await stack.query('LOCK TABLE auth_pending_logouts');
  expect(await pending()).toEqual([true, 1]);
  await stack.query('ROLLBACK');
  await proxy.cut();
  expect(await pending()).toEqual([true, 1]);
});

test('a replica that was cut off learns afterwards what was ended at others, and delivers again', async () => {
  const other = await stack.replica();
  await stack.bank.stop();
  await proxy.cut();
  const [missed, late] = [person(), person()];
  await logout(other, missed.token).expect(204);
  expect(await statusFor(replica, missed.token)).toBe('200');

  await proxy.open();
  await waitUntil(async () => (await statusFor(replica, missed.token)) === '401 session_ended');
  await other.close();
  await stack.bank.start();
  await waitUntil(async () => (await logout(replica, late.token)).status === 204);
  await waitUntil(async () => (await queued()).length === 0);
  expect(stack.bank.logouts.delivered.map(({ sid }) => sid).toSorted()).toEqual([missed.sid, late.sid].toSorted());
});
