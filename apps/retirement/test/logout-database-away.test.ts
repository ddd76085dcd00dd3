import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cableTo, type Cable } from './cable.js';
import { answerTo, logout, openHouse, person, until, type House, type Replica } from './logout/house.js';

let house: House;
let cable: Cable;
let replica: Replica;
beforeEach(async () => {
  house = await openHouse();
  cable = await cableTo(new URL(house.database.url));
  replica = await house.replica({ DATABASE_URL: cable.url });
});
afterEach(async () => {
  await house.close();
  cable.cut();
});

const queued = () => house.query('SELECT sid FROM auth_pending_logouts');

test('a logout that cannot be kept is refused, and the person is still logged in', async () => {
  const { token } = person();
  expect(await answerTo(replica, token)).toBe('200');
  cable.cut();
  for (const path of ['/api/logout', '/api/logout/everywhere']) {
    const answer = await logout(replica, token, path);
    expect([answer.status, answer.body.code]).toEqual([503, 'database_unavailable']);
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
  expect(await answerTo(replica, token)).toBe('200');
  expect([await queued(), house.bank.delivered]).toEqual([[], []]);
});

test('what was ended before stays ended while the database is away', async () => {
  const { token } = person();
  await logout(replica, token).expect(204);
  cable.cut();
  expect(await answerTo(replica, token)).toBe('401 session_ended');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(await answerTo(replica, token)).toBe('401 session_ended');
});

test('operators are told what waited for the bank when the database last answered, and this check stays green', async () => {
  const pending = async (): Promise<unknown[]> => {
    const { body } = await replica.request.get('/health/ready');
    return [body.checks.logouts.ok, body.checks.logouts.detail?.pending];
  };
  await house.bank.die();
  await logout(replica, person().token).expect(204);
  await until(async () => (await pending())[1] === 1);
  await house.query('BEGIN');
  await house.query('LOCK TABLE auth_pending_logouts');
  expect(await pending()).toEqual([true, 1]);
  await house.query('ROLLBACK');
  cable.cut();
  expect(await pending()).toEqual([true, 1]);
});

test('a replica that was cut off learns afterwards what was ended at others, and delivers again', async () => {
  const other = await house.replica();
  await house.bank.die();
  cable.cut();
  const [missed, late] = [person(), person()];
  await logout(other, missed.token).expect(204);
  expect(await answerTo(replica, missed.token)).toBe('200');

  await cable.mend();
  await until(async () => (await answerTo(replica, missed.token)) === '401 session_ended');
  await other.close();
  await house.bank.live();
  await until(async () => (await logout(replica, late.token)).status === 204);
  await until(async () => (await queued()).length === 0);
  expect(house.bank.delivered.map(({ sid }) => sid).toSorted()).toEqual([missed.sid, late.sid].toSorted());
});
