import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tokenFor, type TestDatabase } from '@latchkey/testing';
import { FakeBank } from './support/fake-bank.js';
import { call, database, figure, health, start, until, type Verifying } from './support/verifying-service.js';

const bank = new FakeBank();
const before = randomUUID();
let own: TestDatabase;
let service: Verifying;
beforeAll(async () => {
  await bank.start();
  bank.revoke(before);
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

test('who was revoked before the start is refused', async () => {
  expect(
    await until(
      () => me(before),
      (answer) => answer === over,
    ),
  ).toBe(over);
  expect(await me(randomUUID())).toBe('200');
});

test('a session that ends at the bank is over here in less than half a second', async () => {
  const sid = randomUUID();
  expect(await me(sid)).toBe('200');
  await until(
    () => bank.asked.at(-1)!,
    ({ wait, etag }) => wait === 'wait=5' && etag === 'e1',
  );
  const start = performance.now();
  bank.revoke(sid);
  expect(
    await until(
      () => me(sid),
      (answer) => answer === over,
    ),
  ).toBe(over);
  expect(performance.now() - start).toBeLessThan(500);
});

test('the next question names what is known', async () => {
  const asked = await until(
    () => bank.asked.at(-1)!,
    ({ etag }) => etag === 'e2',
  );
  expect(asked).toEqual({ etag: 'e2', since: expect.stringMatching(/^\d{13}$/), wait: 'wait=5' });
});

test('a heartbeat renews the age of what is known to the time when it was asked for', async () => {
  await until(
    () => health(service),
    ({ feedAge }) => feedAge! > 2.5,
  );
  bank.wake();
  await sleep(1_100);
  expect((await health(service)).feedAge).toBeGreaterThan(2.5);
  bank.wake();
  const age = await until(
    async () => (await health(service)).feedAge!,
    (seconds) => seconds < 2,
  );
  // Of an age that ran from the answer nothing would have passed by now.
  expect(age).toBeGreaterThan(0.7);
  expect(age).toBeLessThan(2);
});

test('operators see how old, how many and how late', async () => {
  const { feedAge, living, lastFault } = await health(service);
  expect([feedAge! < 10, living, lastFault]).toEqual([true, 2, null]);
  expect(await figure(service, 'latchkey_revocations_living')).toBe(2);
  expect(await figure(service, 'latchkey_feed_age_seconds')).toBeLessThan(10);
  expect(await figure(service, 'latchkey_feed_lag_seconds')).toBeLessThan(1);
  expect(await figure(service, 'latchkey_feed_polls_total{outcome="set"}')).toBeGreaterThanOrEqual(2);
  expect(await figure(service, 'latchkey_feed_polls_total{outcome="heartbeat"}')).toBeGreaterThanOrEqual(1);
});

test('a burst of logouts is taken whole', async () => {
  const many = Array.from({ length: 12_000 }, () => randomUUID());
  for (let i = 0; i < many.length; i += 1_000) bank.revoke(...many.slice(i, i + 1_000));
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
    ).toContain('fetch failed');
    expect((await health(other)).living).toBe(12_002);
    expect(await call(other, 'GET /api/me', tokenFor({ sid: before }))).toBe(over);
  } finally {
    await other.close();
  }
});
