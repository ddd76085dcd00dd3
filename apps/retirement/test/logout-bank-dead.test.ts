import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { waitUntil } from '@latchkey/testing';
import { statusFor, logout, startStack, person, type Stack } from './logout/stack.js';

let stack: Stack;
beforeEach(async () => void (stack = await startStack()));
afterEach(() => stack.close());

const DELIVERED = '/api/logout/delivered';
const pending = () =>
  stack.query<{ sid: string; everywhere: boolean }>('SELECT sid, everywhere FROM auth_pending_logouts');

describe('while the bank lives', () => {
  test('it is told at once, by a proof of the service', async () => {
    const replica = await stack.replica();
    const { sid, token } = person();
    await logout(replica, token).expect(204);
    await waitUntil(() => stack.bank.logouts.delivered.length > 0);
    await waitUntil(async () => (await pending()).length === 0);
    expect(stack.bank.logouts.delivered).toEqual([{ path: DELIVERED, sid, everywhere: false }]);
  });

  test('it is told of a logout everywhere', async () => {
    const replica = await stack.replica();
    const { sid, token } = person();
    await logout(replica, token, '/api/logout/everywhere').expect(204);
    await waitUntil(() => stack.bank.logouts.delivered.length > 0);
    expect(stack.bank.logouts.delivered).toEqual([{ path: DELIVERED, sid, everywhere: true }]);
    expect(await statusFor(replica, token)).toBe('401 session_ended');
  });

  test('a caller whose token has expired is heard, up to the absolute limit', async () => {
    const replica = await stack.replica();
    const late = person({ age: 3600 });
    await logout(replica, late.token).expect(204);
    await waitUntil(() => stack.bank.logouts.delivered.length > 0);
    const everywhere = await logout(replica, person({ age: 3600 }).token, '/api/logout/everywhere');
    expect([everywhere.status, everywhere.body.code]).toEqual([401, 'token_expired']);
    const tooLate = person({ age: 43_201 });
    const refused = await logout(replica, tooLate.token);
    expect([refused.status, refused.body.code]).toEqual([401, 'token_expired']);
  });
});

describe.each(['dead', 'hanging', 'starting'] as const)('while the bank is %s', (state) => {
  const fall = async () => {
    if (state === 'dead') await stack.bank.stop();
    else stack.bank.logouts.behaviour = state === 'hanging' ? 'hang' : 'unavailable';
  };
  const rise = async () => {
    stack.bank.logouts.behaviour = 'accept';
    if (state === 'dead') await stack.bank.start();
  };

  test('a logout answers at once, is in force, and is delivered when the bank is back', async () => {
    const replica = await stack.replica();
    await fall();
    const { sid, token } = person();
    const start = performance.now();
    const answer = await logout(replica, token).expect(204);
    // The bank is given 3 s.
    expect(performance.now() - start).toBeLessThan(2_900);
    expect(answer.headers['set-cookie']).toHaveLength(3);
    expect(await statusFor(replica, token)).toBe('401 session_ended');
    expect(await pending()).toEqual([{ sid, everywhere: false }]);

    await waitUntil(() => stack.bank.logouts.delivered.length > 0 || state === 'dead');
    await rise();
    await waitUntil(async () => (await pending()).length === 0);
    expect(new Set(stack.bank.logouts.delivered.map((one) => one.sid))).toEqual(new Set([sid]));
    expect(await statusFor(replica, token)).toBe('401 session_ended');
  });

  test('everywhere outranks a plain logout of the same session, in either order', async () => {
    const replica = await stack.replica();
    await fall();
    const [one, other] = [person(), person()];
    await logout(replica, one.token).expect(204);
    await logout(replica, one.token, '/api/logout/everywhere').expect(204);
    await logout(replica, other.token, '/api/logout/everywhere').expect(204);
    await logout(replica, other.token).expect(204);
    expect((await pending()).map(({ everywhere }) => everywhere)).toEqual([true, true]);
  });
});

test('a logout everywhere that comes while the plain one is on its way is not lost with it', async () => {
  const replica = await stack.replica();
  stack.bank.logouts.behaviour = 'hang';
  const { token } = person();
  await logout(replica, token).expect(204);
  await waitUntil(() => stack.bank.logouts.delivered.length > 0);
  stack.bank.logouts.behaviour = 'unavailable';
  await logout(replica, token, '/api/logout/everywhere').expect(204);
  await waitUntil(() => stack.bank.logouts.delivered.length > 1);
  // Takes the plain one, while the other waits for its next try.
  stack.bank.logouts.release();
  await waitUntil(async () => (await pending()).length === 0);
  const [first, ...others] = stack.bank.logouts.delivered.map(({ everywhere }) => everywhere);
  expect(first).toBe(false);
  expect(others.length).toBeGreaterThan(1);
  expect(new Set(others)).toEqual(new Set([true]));
});

test.each(['session_ended', 'token_expired'])('an answer of %s is the last word', async (code) => {
  const replica = await stack.replica();
  stack.bank.logouts.behaviour = { reject: code };
  const { token } = person();
  await logout(replica, token).expect(204);
  await waitUntil(async () => (await pending()).length === 0);
  expect(stack.bank.logouts.delivered).toHaveLength(1);
});

test('what outlived its session is dropped, and no longer sent', async () => {
  await stack.query(
    `INSERT INTO auth_pending_logouts VALUES (gen_random_uuid(), 'token', false, 9, now(), now() - interval '1 s')`,
  );
  await stack.replica();
  await waitUntil(async () => (await pending()).length === 0);
  expect(stack.bank.logouts.delivered).toEqual([]);
});

test('hundreds of queued logouts are delivered soon after the bank is back, each once', async () => {
  await stack.bank.stop();
  const replica = await stack.replica();
  await stack.query(
    `INSERT INTO auth_pending_logouts
     SELECT gen_random_uuid(), 'token-' || n, false, 0, now(), now() + interval '1 hour' FROM generate_series(1, 300) n`,
  );
  const { token } = person();
  await logout(replica, token).expect(204);
  await stack.bank.start();
  await waitUntil(async () => (await pending()).length === 0);
  expect(stack.bank.logouts.delivered).toHaveLength(301);
  expect(new Set(stack.bank.logouts.delivered.map((one) => one.sid)).size).toBe(301);
});
