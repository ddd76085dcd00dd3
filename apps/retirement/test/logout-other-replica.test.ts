import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '@latchkey/service';
import { waitUntil } from '@latchkey/testing';
import { localRevocationsOf } from './logout/local-revocations-of.js';
import { statusFor, logout, startStack, person, type Stack } from './logout/stack.js';

let stack: Stack;
beforeEach(async () => void (stack = await startStack()));
afterEach(() => stack.close());

const LISTENING = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'retirement latchkey_local%'`;
const held = async () =>
  (await stack.query<{ sid: string }>('SELECT sid FROM auth_local_revocations')).map((row) => row.sid);

test('a logout at one replica is in force at the others, which are notified of it', async () => {
  await stack.bank.stop();
  const [one, two, three] = [await stack.replica(), await stack.replica(), await stack.replica()];
  let calls = 0;
  const listener = three.app.get(Database).listen('latchkey_local_revocations', () => void calls++);
  // Called once as the subscription begins.
  await waitUntil(() => calls === 1);
  for (let round = 0; round < 10; round++) {
    const { token } = person();
    expect(await statusFor(two, token)).toBe('200');
    await logout(one, token).expect(204);
    expect(await statusFor(one, token)).toBe('401 session_ended');
    for (const other of [two, three])
      await waitUntil(async () => (await statusFor(other, token)) === '401 session_ended');
  }
  await waitUntil(() => calls === 11);
  await listener.close();
});

test('without a notification the table is read all the same', async () => {
  const [replica, other] = [await stack.replica(), await stack.replica()];
  const [announced, silent] = [person(), person()];
  // After that the replica listens, and nothing but its clock makes it read.
  await logout(other, announced.token).expect(204);
  await waitUntil(async () => (await statusFor(replica, announced.token)) === '401 session_ended');
  await waitUntil(async () => (await stack.query(LISTENING)).length === 2);
  await pause(100);
  await stack.query(`INSERT INTO auth_local_revocations VALUES ($1, now(), now() + interval '1 hour')`, [silent.sid]);
  await waitUntil(async () => (await statusFor(replica, silent.token)) === '401 session_ended');
});

test('a restart while the bank is dead keeps it in force', async () => {
  await stack.bank.stop();
  const before = await stack.replica();
  const { token } = person();
  await logout(before, token).expect(204);
  await before.close();
  const after = await stack.replica();
  expect(await statusFor(after, token)).toBe('401 session_ended');
});

test('it is held beyond its time for as long as the bank was not told', async () => {
  const [told, untold] = [person(), person()];
  for (const { sid } of [told, untold]) {
    await stack.query(
      `INSERT INTO auth_local_revocations VALUES ($1, now() - interval '1 day', now() - interval '1 s')`,
      [sid],
    );
  }
  await stack.bank.stop();
  await stack.query(
    `INSERT INTO auth_pending_logouts VALUES ($1, 'token', false, 9, now() + interval '1 min', now() + interval '1 hour')`,
    [untold.sid],
  );
  const replica = await stack.replica();
  await waitUntil(async () => (await held()).length === 1);
  expect(await held()).toEqual([untold.sid]);
  expect(await statusFor(replica, untold.token)).toBe('401 session_ended');
});

test('a replica lets go of what the bank names, another holds it until its own set names it', async () => {
  const [one, two] = [await stack.replica(), await stack.replica()];
  const { sid, token } = person();
  await logout(one, token).expect(204);
  await waitUntil(async () => (await statusFor(two, token)) === '401 session_ended');

  const [first, second] = [localRevocationsOf(one), localRevocationsOf(two)];
  first.forget([sid, 'another']);
  await waitUntil(async () => (await held()).length === 0);
  await waitUntil(() => !first.has(sid));
  await pause(1_200);
  expect([first.has(sid), second.has(sid)]).toEqual([false, true]);

  second.forget([sid]);
  await waitUntil(() => !second.has(sid));
});
