import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import {
  bank,
  cursor,
  forgetRemovals,
  removals,
  removed,
  start,
  untilItAsksAndWaits,
  untilNothingWaits,
  untilRemoved,
  useKeepingService,
} from './support/keeping-service.js';
import { figure, health, until } from './support/verifying-service.js';

useKeepingService();
const some = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

describe('a bank that was restored from a backup', () => {
  test('is followed from its own place: what it deletes from then on is removed', async () => {
    const service = await start();
    const subs = some(5);
    bank.feed.deleteAccounts(...subs);
    await untilRemoved(5);
    await untilNothingWaits();
    const refused = 'latchkey_feed_refused_total{reason="deleted_back"}';
    expect(await figure(service, refused)).toBe(0);
    bank.feed.deleted.splice(2);
    bank.feed.revoke(randomUUID());
    expect(
      await until(
        () => figure(service, refused),
        (count) => count > 0,
      ),
    ).toBe(1);
    forgetRemovals();
    const later = randomUUID();
    bank.feed.deleteAccounts(later);
    expect(await until(removed, (list) => list.includes(later))).toContain(later);
    expect([await until(cursor, (to) => to === 3), await figure(service, refused)]).toEqual([3, 1]);
    // And the questions come to rest.
    await untilItAsksAndWaits();
    const { length } = bank.feed.requests;
    await sleep(1_000);
    expect(bank.feed.requests.length - length).toBeLessThan(3);
  });
});

describe('a page that leaves some out', () => {
  test('is not taken, and the rest of its answer is', async () => {
    const service = await start();
    const sid = randomUUID();
    await untilItAsksAndWaits();
    const gap = { deleted: some(1), deleted_after: 7, deleted_to: 8 };
    bank.feed.sids.push(sid);
    bank.feed.instead = (response) => void response.end(bank.feed.set(gap));
    bank.feed.wake();
    const refused = 'latchkey_feed_refused_total{reason="deleted_gap"}';
    expect(
      await until(
        () => figure(service, refused),
        (count) => count > 0,
      ),
    ).toBeGreaterThan(0);
    expect(await health(service)).toMatchObject({ living: 1, deletedTo: 0 });
    expect([removals, await cursor()]).toEqual([[], 0]);
  });
});
