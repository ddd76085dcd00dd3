import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tokenFor, type TestDatabase, StubBank } from '@latchkey/testing';
import { call, database, figure, health, start, until, type Verifying } from './support/verifying-service.js';

const bank = new StubBank();
const before = randomUUID();
let own: TestDatabase;
let service: Verifying;
beforeAll(async () => {
  await bank.start();
  bank.feed.revoke(before);
  own = await database();
  service = await start(bank.url, own);
});
afterAll(async () => {
  await service?.close();
  await bank.stop();
  await own?.drop();
});

const me = (sid: string): Promise<string> => call(service, 'GET /api/me', tokenFor({ sid }));
const over = '401 session_ended';
const untilItWaits = (): Promise<number> =>
  until(
    () => bank.feed.waiting,
    (count) => count > 0,
  );

test('who was revoked before the start is refused', async () => {
  expect(
    await until(
      () => me(before),
      (answer) => answer === over,
    ),
  ).toBe(over);
  expect(await me(randomUUID())).toBe('200');
});

test('a session that ends at the bank is over here by the answer to the question that waits', async () => {
  const sid = randomUUID();
  expect(await me(sid)).toBe('200');
  await untilItWaits();
  const { length } = bank.feed.requests;
  bank.feed.revoke(sid);
  expect(
    await until(
      () => me(sid),
      (answer) => answer === over,
    ),
  ).toBe(over);
  expect(bank.feed.requests.slice(length).map(({ etag }) => etag)).not.toContain('e1-0-0');
});

test('the next question names what is known', async () => {
  const asked = await until(
    () => bank.feed.requests.at(-1)!,
    ({ etag }) => etag === 'e2-0-0',
  );
  expect(asked).toMatchObject({
    ver: '2',
    etag: 'e2-0-0',
    since: expect.stringMatching(/^\d{13}$/),
    rightsSince: asked.since,
    deletedAfter: '0',
    wait: 'wait=5',
  });
});

test('a heartbeat renews the age of what is known to the time when it was asked for', async () => {
  await untilItWaits();
  // A heartbeat in the second of the last answer would bring nothing new.
  await sleep(1_100);
  const earliest = performance.now();
  bank.feed.wake();
  await untilItWaits();
  await sleep(1_500);
  const { length } = bank.feed.requests;
  bank.feed.wake();
  // A reader that asks again has taken the answer to the question before.
  await until(
    () => bank.feed.requests.length,
    (count) => count > length,
  );
  const [asked, read] = [bank.feed.requests.at(-2)!.at, performance.now()];
  const { feedAge } = await health(service);
  // It is told in tenths.
  expect(feedAge).toBeGreaterThan((read - asked) / 1_000 - 0.1);
  expect(feedAge).toBeLessThan((performance.now() - earliest) / 1_000 + 0.1);
});

test('operators see how old, how many and how late', async () => {
  const { feedAge, living, lastFault } = await health(service);
  expect([feedAge! < 10, living, lastFault]).toEqual([true, 2, null]);
  expect(await figure(service, 'latchkey_revocations_living')).toBe(2);
  expect(await figure(service, 'latchkey_feed_age_seconds')).toBeLessThan(10);
  expect(await figure(service, 'latchkey_feed_lag_seconds')).toBeLessThan(5);
  expect(await figure(service, 'latchkey_feed_polls_total{outcome="set"}')).toBeGreaterThanOrEqual(2);
  expect(await figure(service, 'latchkey_feed_polls_total{outcome="heartbeat"}')).toBeGreaterThanOrEqual(1);
});

test('a burst of logouts is taken whole', async () => {
  const many = Array.from({ length: 12_000 }, () => randomUUID());
  for (let i = 0; i < many.length; i += 1_000) bank.feed.revoke(...many.slice(i, i + 1_000));
  expect(
    await until(
      async () => (await health(service)).living,
      (living) => living === 12_002,
    ),
  ).toBe(12_002);
  expect(await me(many.at(-1)!)).toBe(over);
});

test('what was learnt is stored by the end at the latest, for the next process to start from', async () => {
  await service.close();
  const other = await start('http://127.0.0.1:9', own);
  try {
    expect(
      await until(
        async () => (await health(other)).lastFault,
        (fault) => fault !== null,
      ),
    ).toContain('the bank at http://127.0.0.1:9 ');
    expect((await health(other)).living).toBe(12_002);
    expect(await call(other, 'GET /api/me', tokenFor({ sid: before }))).toBe(over);
  } finally {
    await other.close();
  }
});
