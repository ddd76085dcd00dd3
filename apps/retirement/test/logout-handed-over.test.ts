import { afterAll, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { answerTo, logout, openHouse, person, until } from './logout/house.js';
import { PlayedFeed } from './logout/played-feed.js';

const feed = new PlayedFeed();
const address = await feed.live();
const house = await openHouse();
const replicas = [await house.replica({ BANK_URL: address }), await house.replica({ BANK_URL: address })] as const;
afterAll(async () => {
  await house.close();
  await feed.die();
});

const held = () => house.query<{ sid: string }>('SELECT sid FROM auth_local_revocations');

test("once the bank's set names a session the service lets go of it, and it is over at every moment", async () => {
  const { sid, token } = person();
  await logout(replicas[0], token).expect(204);
  await until(async () => (await answerTo(replicas[1], token)) === '401 session_ended');
  expect(await held()).toEqual([{ sid }]);

  const answers = new Set<string>();
  let isWatching = true;
  const watching = replicas.map(async (replica) => {
    while (isWatching) answers.add(await answerTo(replica, token));
  });
  feed.publish([sid]);
  await until(async () => (await held()).length === 0);
  await pause(1_500);
  isWatching = false;
  await Promise.all(watching);
  expect([...answers]).toEqual(['401 session_ended']);
});

test('a restart afterwards knows it from the stored set, with the bank dead', async () => {
  const { sid, token } = person();
  await logout(replicas[0], token).expect(204);
  feed.publish([sid, '00000000-0000-4000-8000-000000000000']);
  await until(async () => (await held()).length === 0);
  const restarted = await house.replica({ BANK_URL: 'http://127.0.0.1:9' });
  expect(await answerTo(restarted, token)).toBe('401 session_ended');
});
