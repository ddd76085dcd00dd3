import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openHouse, person, until, type House } from './logout/house.js';
import { retirementProcess } from './logout/retirement-process.js';

let house: House;
beforeEach(async () => void (house = await openHouse()));
afterEach(() => house.close());

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const TRIES = 'SELECT tries FROM auth_pending_logouts';
const queued = async () => (await house.query('SELECT sid FROM auth_pending_logouts')).length;

test('a process that is killed between its answer and the delivery loses nothing', async () => {
  house.bank.behaviour = 'hangs';
  const { sid, token } = person();
  const first = await retirementProcess(house.database.url, { BANK_URL: house.bank.url });
  const answer = await fetch(`${first.url}/api/logout`, { method: 'POST', ...bearer(token) });
  expect(answer.status).toBe(204);
  await until(() => house.bank.delivered.length === 1);
  await first.end('SIGKILL');
  expect(await queued()).toBe(1);

  house.bank.behaviour = 'takes';
  const second = await house.replica();
  const me = await second.request.get('/api/me').auth(token, { type: 'bearer' });
  expect([me.status, me.body.code]).toEqual([401, 'session_ended']);
  await until(async () => (await queued()) === 0);
  expect(house.bank.delivered.slice(1)).toEqual([{ path: '/api/logout/delivered', sid, everywhere: false }]);
});

test('a process that is told to stop finishes its delivery', async () => {
  house.bank.behaviour = 'hangs';
  const { token } = person();
  const process = await retirementProcess(house.database.url, { BANK_URL: house.bank.url });
  await fetch(`${process.url}/api/logout`, { method: 'POST', ...bearer(token) });
  await until(() => house.bank.delivered.length === 1);
  const ended = process.end('SIGTERM');
  const listens = () =>
    fetch(`${process.url}/health/live`).then(
      () => true,
      () => false,
    );
  await until(async () => !(await listens()));
  house.bank.relent();
  await ended;
  expect(await queued()).toBe(0);
  expect(house.bank.delivered).toHaveLength(1);
});

test('the log names no token, whatever fails', async () => {
  await house.bank.die();
  const [dead, refused, broken] = [person(), person(), person()];
  const process = await retirementProcess(house.database.url, { BANK_URL: house.bank.url });
  const logout = ({ token }: { token: string }) =>
    fetch(`${process.url}/api/logout`, { method: 'POST', ...bearer(token) });
  await logout(dead);
  await until(async () => Number((await house.query<{ tries: number }>(TRIES))[0]?.tries) > -1_000_000 + 1);
  await house.bank.live();
  house.bank.behaviour = { refuses: 'session_ended' };
  await logout(refused);
  await until(async () => (await queued()) === 0);
  await house.query('ALTER TABLE auth_pending_logouts ADD CONSTRAINT broken CHECK (tries < -2000000) NOT VALID');
  expect((await logout(broken)).status).toBe(500);
  await process.end('SIGTERM');

  const log = process.output();
  expect(log).toContain('the bank was not told of a logout');
  expect(log).toContain('internal_error');
  for (const { token } of [dead, refused, broken]) {
    for (const part of token.split('.').slice(1)) expect(log).not.toContain(part);
  }
});
