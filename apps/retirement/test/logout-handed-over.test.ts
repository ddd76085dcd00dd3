import { afterAll, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { StubBank, waitUntil } from '@latchkey/testing';
import { statusFor, logout, startStack, person } from './logout/stack.js';

const bank = await new StubBank().start();
const stack = await startStack();
const replicas = [await stack.replica({ BANK_URL: bank.url }), await stack.replica({ BANK_URL: bank.url })] as const;
afterAll(async () => {
  await stack.close();
  await bank.stop();
});

const held = () => stack.query<{ sid: string }>('SELECT sid FROM auth_local_revocations');

test("once the bank's set names a session the service lets go of it, and it is over at every moment", async () => {
  const { sid, token } = person();
  await logout(replicas[0], token).expect(204);
  await waitUntil(async () => (await statusFor(replicas[1], token)) === '401 session_ended');
  expect(await held()).toEqual([{ sid }]);

  const answers = new Set<string>();
  let isWatching = true;
  const watching = replicas.map(async (replica) => {
    while (isWatching) answers.add(await statusFor(replica, token));
  });
  bank.feed.revoke(sid);
  await waitUntil(async () => (await held()).length === 0);
  await pause(1_500);
  isWatching = false;
  await Promise.all(watching);
  expect([...answers]).toEqual(['401 session_ended']);
});

test('a restart afterwards knows it from the stored set, with the bank dead', async () => {
  const { sid, token } = person();
  await logout(replicas[0], token).expect(204);
  bank.feed.revoke(sid, '00000000-0000-4000-8000-000000000000');
  await waitUntil(async () => (await held()).length === 0);
  const restarted = await stack.replica({ BANK_URL: 'http://127.0.0.1:9' });
  expect(await statusFor(restarted, token)).toBe('401 session_ended');
});
