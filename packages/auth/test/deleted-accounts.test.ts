import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import {
  bank,
  client,
  cursor,
  fate,
  forgetRemovals,
  forgetful,
  keeping,
  pending,
  removals,
  removed,
  start,
  stop,
  untilItAsksAndWaits,
  untilNothingWaits,
  untilRemoved,
  useKeepingService,
} from './support/keeping-service.js';
import { figure, health, until, verifying } from './support/verifying-service.js';

useKeepingService();
const some = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

describe('accounts that are deleted at the bank', () => {
  test('are removed here at once, each once', async () => {
    const service = await start();
    const subs = some(3);
    bank.feed.deleteAccounts(...subs);
    expect(await untilRemoved(3)).toEqual(subs.toSorted());
    expect([await untilNothingWaits(), await cursor()]).toEqual([0, 3]);
    const last = randomUUID();
    bank.feed.deleteAccounts(last);
    expect(await untilRemoved(4)).toContain(last);
    expect(bank.feed.requests.at(-1)).toMatchObject({ deletedAfter: expect.stringMatching(/^[34]$/) });
    expect(await health(service)).toMatchObject({ deletedTo: 4, lastFault: null });
    expect(await figure(service, 'latchkey_deletions_total{outcome="removed"}')).toBe(4);
  });

  test('while the service was down are removed when it is back, page by page', async () => {
    const before = some(2);
    bank.feed.deleteAccounts(...before);
    const first = await start();
    expect([await until(cursor, (to) => to === 2), await untilNothingWaits()]).toEqual([2, 0]);
    await stop(first);
    forgetRemovals();
    const missed = some(12_000);
    bank.feed.deleteAccounts(...missed);
    const service = await start();
    await until(cursor, (to) => to === 12_002);
    const stored = await pending();
    expect(stored + removals.length).toBeGreaterThanOrEqual(12_000);
    expect((await health(service)).deletedTo).toBe(12_002);
    // The rest would take its time.
    const left = await client.query<{ sub: string }>('DELETE FROM auth_pending_deletions RETURNING sub');
    const all = new Set([...removed(), ...left.rows.map(({ sub }) => sub)]);
    expect(all).toEqual(new Set(missed));
  });

  test('are removed though the bank is dead, if the service heard of them before', async () => {
    fate.instead = () => Promise.reject(new Error('the plan is locked'));
    const sub = randomUUID();
    bank.feed.deleteAccounts(sub);
    await stop(await start());
    expect([await cursor(), await pending()]).toEqual([1, 1]);
    await bank.stop();
    forgetRemovals();
    await client.query('UPDATE auth_pending_deletions SET next_try_at = clock_timestamp()');
    await start(keeping, 'http://127.0.0.1:9');
    expect(await untilRemoved(1)).toEqual([sub]);
    expect(await untilNothingWaits()).toBe(0);
  });
});

describe('a removal that fails', () => {
  test('is tried again until it succeeds, and operators see that it waits', async () => {
    const service = await start();
    let failures = 2;
    fate.instead = () => (failures-- > 0 ? Promise.reject(new Error('the plan is locked')) : Promise.resolve());
    const sub = randomUUID();
    bank.feed.deleteAccounts(sub);
    await untilRemoved(1);
    expect(await figure(service, 'latchkey_deletions_pending')).toBe(1);
    const { body } = await until(
      async () => service.request.get('/health/ready'),
      (answer) => answer.body.checks.deletions.detail.lastFault !== null,
    );
    expect([body.status, body.checks.deletions.detail]).toEqual([
      'ready',
      { pending: 1, lastFault: 'the plan is locked' },
    ]);
    expect(await untilRemoved(3)).toEqual([sub, sub, sub]);
    expect(await untilNothingWaits()).toBe(0);
    expect(await figure(service, 'latchkey_deletions_total{outcome="failed"}')).toBe(2);
  });

  test('may write, and what it wrote before it failed is its own affair: it is no part of a transaction', async () => {
    let failures = 1;
    const service = await start();
    fate.instead = async (sub) => {
      await service.app.get(Database).query('UPDATE auth_feed SET etag = $1', [sub.slice(0, 8)]);
      if (failures-- > 0) throw new Error('too late');
    };
    const sub = randomUUID();
    bank.feed.deleteAccounts(sub);
    await untilRemoved(1);
    expect(await pending()).toBe(1);
    await untilRemoved(2);
    expect(await untilNothingWaits()).toBe(0);
  });
});

describe('replicas', () => {
  test('share the removals: each account by one of them, though all hear of it', async () => {
    await Promise.all([start(), start(), start()]);
    fate.instead = () => sleep(2);
    const subs = some(300);
    for (let i = 0; i < subs.length; i += 20) {
      bank.feed.deleteAccounts(...subs.slice(i, i + 20));
      await sleep(5);
    }
    expect(await untilRemoved(300)).toEqual(subs.toSorted());
    expect([await untilNothingWaits(), await until(cursor, (to) => to === 300)]).toEqual([0, 300]);
    expect(removed()).toHaveLength(300);
    expect(new Set(removals.map(({ by }) => by)).size).toBeGreaterThan(1);
  });

  test('take over from one that died in the middle', async () => {
    fate.instead = () => new Promise(() => undefined);
    const sub = randomUUID();
    bank.feed.deleteAccounts(sub);
    const first = await start();
    await untilRemoved(1);
    // As if its lease had run out.
    await stop(first);
    forgetRemovals();
    expect(await pending()).toBe(1);
    await client.query('UPDATE auth_pending_deletions SET next_try_at = clock_timestamp()');
    await start();
    expect(await untilRemoved(1)).toEqual([sub]);
  });
});

describe('a service that removes nothing', () => {
  test('comes to rest all the same, and hears of what is still told once it does', async () => {
    const subs = some(2);
    bank.feed.deleteAccounts(...subs);
    const before = await start(verifying);
    await untilItAsksAndWaits();
    expect((await health(before)).deletedTo).toBe(2);
    await stop(before);
    expect([await cursor(), await pending()]).toEqual([0, 0]);
    await start();
    expect(await untilRemoved(2)).toEqual(subs.toSorted());
  });

  test('is told at boot if the class that should is of no module', async () => {
    await expect(start(forgetful)).rejects.toThrow(/PlanRemoval/);
  });
});
