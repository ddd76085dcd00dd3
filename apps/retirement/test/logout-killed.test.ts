import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { waitUntil } from '@latchkey/testing';
import { startStack, person, type Stack } from './logout/stack.js';
import { retirementProcess } from './logout/retirement-process.js';

let stack: Stack;
beforeEach(async () => void (stack = await startStack()));
afterEach(() => stack.close());

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const TRIES = 'SELECT tries FROM auth_pending_logouts';
const queued = async () => (await stack.query('SELECT sid FROM auth_pending_logouts')).length;

test('a process that is killed between its answer and the delivery loses nothing', async () => {
  stack.bank.logouts.behaviour = 'hang';
  const { sid, token } = person();
  const first = await retirementProcess(stack.database.url, { BANK_URL: stack.bank.url });
  const answer = await fetch(`${first.url}/api/logout`, { method: 'POST', ...bearer(token) });
  expect(answer.status).toBe(204);
  await waitUntil(() => stack.bank.logouts.delivered.length === 1);
  await first.end('SIGKILL');
  expect(await queued()).toBe(1);

  stack.bank.logouts.behaviour = 'accept';
  const second = await stack.replica();
  const me = await second.request.get('/api/me').auth(token, { type: 'bearer' });
  expect([me.status, me.body.code]).toEqual([401, 'session_ended']);
  await waitUntil(async () => (await queued()) === 0);
  expect(stack.bank.logouts.delivered.slice(1)).toEqual([{ path: '/api/logout/delivered', sid, everywhere: false }]);
});

test('a process that is told to stop finishes its delivery', async () => {
  stack.bank.logouts.behaviour = 'hang';
  const { token } = person();
  const process = await retirementProcess(stack.database.url, { BANK_URL: stack.bank.url });
  await fetch(`${process.url}/api/logout`, { method: 'POST', ...bearer(token) });
  await waitUntil(() => stack.bank.logouts.delivered.length === 1);
  const ended = process.end('SIGTERM');
  const listens = () =>
    fetch(`${process.url}/health/live`).then(
      () => true,
      () => false,
    );
  await waitUntil(async () => !(await listens()));
  stack.bank.logouts.release();
  await ended;
  expect(await queued()).toBe(0);
  expect(stack.bank.logouts.delivered).toHaveLength(1);
});

test('the log names no token, whatever fails', async () => {
  await stack.bank.stop();
  const [dead, refused, broken] = [person(), person(), person()];
  const process = await retirementProcess(stack.database.url, { BANK_URL: stack.bank.url });
  const logout = ({ token }: { token: string }) =>
    fetch(`${process.url}/api/logout`, { method: 'POST', ...bearer(token) });
  await logout(dead);
  await waitUntil(async () => Number((await stack.query<{ tries: number }>(TRIES))[0]?.tries) > -1_000_000 + 1);
  await stack.bank.start();
  stack.bank.logouts.behaviour = { reject: 'session_ended' };
  await logout(refused);
  await waitUntil(async () => (await queued()) === 0);
  await stack.query('ALTER TABLE auth_pending_logouts ADD CONSTRAINT broken CHECK (tries < -2000000) NOT VALID');
  expect((await logout(broken)).status).toBe(500);
  await process.end('SIGTERM');

  const log = process.output();
  expect(log).toContain('the bank was not told of a logout');
  expect(log).toContain('internal_error');
  for (const { token } of [dead, refused, broken]) {
    for (const part of token.split('.').slice(1)) expect(log).not.toContain(part);
  }
});
