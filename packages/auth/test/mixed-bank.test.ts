import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { StubBank, tokenFor, type TestDatabase } from '@latchkey/testing';
import { call, database, health, start, until, type Verifying } from './support/verifying-service.js';

// A bank in the middle of its upgrade, behind a balancer that hands every request to the other replica.
const bank = new StubBank();
let own: TestDatabase;
let service: Verifying;
beforeAll(async () => {
  Object.defineProperty(bank.feed, 'version', { get: () => (bank.feed.requests.length % 2) + 1 });
  await bank.start();
  own = await database();
  service = await start(bank.url, own);
  await until(
    () => health(service),
    (seen) => seen.rightsAge !== null,
  );
});
afterAll(async () => {
  await service?.close();
  await bank.stop();
  await own?.drop();
});

const answer = (claims: object): Promise<string> => call(service, 'GET /api/me', tokenFor(claims));

test('sessions that end and rights that change are known within a second all the same', async () => {
  for (let i = 0; i < 5; i++) {
    const [sid, sub] = [randomUUID(), randomUUID()];
    const begun = performance.now();
    bank.feed.revoke(sid);
    expect(
      await until(
        () => answer({ sid }),
        (code) => code !== '200',
      ),
    ).toBe('401 session_ended');
    bank.feed.changeRights(sub);
    expect(
      await until(
        () => answer({ sub }),
        (code) => code !== '200',
      ),
    ).toBe('401 renew_required');
    expect(performance.now() - begun).toBeLessThan(2_000);
  }
});

test('it is not asked without pause, and nothing of that is an error', async () => {
  // A bank reads its database all the time, so each of its answers is a newer one.
  bank.feed.instead = (response) => void response.end(bank.feed.set({ as_of: Date.now() }));
  bank.feed.wake();
  await sleep(500);
  const { length } = bank.feed.requests;
  await sleep(2_000);
  expect(bank.feed.requests.length - length).toBeLessThan(12);
  // Every other answer at most tells of rights, so their age goes up and down; a busy machine is late.
  const { lastFault, feedAge, rightsAge } = await until(
    () => health(service),
    (seen) => seen.rightsAge! < 3,
  );
  expect([lastFault, feedAge! < 3, rightsAge! < 3]).toEqual([null, true, true]);
});

test('what an answer of the release before tells moves nothing but the sessions', () => {
  const asked = bank.feed.requests;
  expect(asked.length).toBeGreaterThan(20);
  for (let i = 3; i + 1 < asked.length; i += 2) expect(asked[i + 1]!.rightsSince).toBe(asked[i]!.rightsSince);
});
