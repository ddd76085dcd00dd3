import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { StubBank, type TestDatabase } from '@latchkey/testing';
import { database, figure, health, start, until, type Verifying } from './support/verifying-service.js';

const bank = new StubBank();
let own: TestDatabase;
let service: Verifying;
beforeAll(async () => {
  await bank.start();
  bank.feed.revoke(randomUUID());
  own = await database();
  service = await start(bank.url, own);
  await knows(1);
});
afterAll(async () => {
  await service?.close();
  await bank.stop();
  await own?.drop();
});

const knows = (count: number) =>
  until(
    async () => (await health(service)).living,
    (living) => living === count,
  );
const news = (): Promise<number> => figure(service, 'latchkey_logout_lag_seconds_count');
const within = (seconds: number): Promise<number> =>
  figure(service, `latchkey_logout_lag_seconds_bucket{le="${seconds}"}`);

test('what the first answer tells is no news on its way', async () => {
  expect(await news()).toBe(0);
});

test('a logout counts with the time that it took', async () => {
  bank.feed.revoke(randomUUID());
  await knows(2);
  expect([await news(), await within(5)]).toEqual([1, 1]);
});

test('a logout that came after a gap counts with the gap, however fresh the answer is', async () => {
  await bank.stop();
  const missed = () => figure(service, 'latchkey_feed_polls_total{outcome="failed"}');
  await until(missed, (count) => count > 0);
  await sleep(2_600);
  bank.feed.revoke(randomUUID());
  await bank.start();
  await knows(3);
  expect([await news(), await within(2.5)]).toEqual([2, 1]);
});
