import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { DeletionQueue } from '../src/deletions/deletion-queue.js';
import { MemoryStore } from '../src/storage/memory-store.js';
import type { DeletionStore } from '../src/storage/store.js';
import { verifierStore } from '../src/storage/verifier-store.js';

interface Deletions extends DeletionStore {
  readonly add: (subs: readonly string[]) => Promise<void>;
}
function inMemory(): Deletions {
  const times = { keptSeconds: 1020, sessionAbsolute: 1 };
  const { feed, deletions } = verifierStore(new MemoryStore(), {
    issuer: 'https://bank',
    audience: 'pension',
    ...times,
  });
  let to = 0;
  const add = async (subs: readonly string[]): Promise<void> => {
    to += subs.length;
    await feed.save({ reached: undefined, sids: [], rights: [], deletions: [{ subs, to }] }, Infinity);
  };
  return Object.assign(deletions, { add });
}

let queue: DeletionQueue | undefined;
afterEach(() => queue?.stop());

const log: string[] = [];
const outcomes: string[] = [];
function start(store: DeletionStore, remove: (sub: string) => Promise<void>): DeletionQueue {
  [log.length, outcomes.length] = [0, 0];
  const said = (words: string): void => void log.push(words);
  const parts = { store, remove, onOutcome: (outcome: string) => outcomes.push(outcome) };
  queue = new DeletionQueue({ ...parts, log: { log: said, warn: said, error: said } });
  queue.start();
  return queue;
}
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await isSo()) && performance.now() < end) await pause(5);
}

test('what waits at the start is removed, and what comes later at once', async () => {
  const store = inMemory();
  await store.add(['a', 'b']);
  const removed: string[] = [];
  const running = start(store, async (sub) => void removed.push(sub));
  await until(() => removed.length === 2);
  const before = performance.now();
  await store.add(['c']);
  running.wake();
  await until(() => removed.length === 3);
  expect(removed).toEqual(['a', 'b', 'c']);
  expect(performance.now() - before).toBeLessThan(2_000);
  expect(await running.countPending()).toBe(0);
});

test('news that comes during a removal is not slept over', async () => {
  const store = inMemory();
  await store.add(['a']);
  const gate = Promise.withResolvers<void>();
  const removed: string[] = [];
  const running = start(store, async (sub) => {
    removed.push(sub);
    await gate.promise;
  });
  await until(() => removed.length === 1);
  await store.add(['b']);
  running.wake();
  gate.resolve();
  const before = performance.now();
  await until(() => removed.length === 2);
  expect(performance.now() - before).toBeLessThan(2_000);
});

test('one that fails comes up again until it succeeds, and does not hold up the others', async () => {
  const store = inMemory();
  await store.add(['bad', 'good']);
  const tries: string[] = [];
  const running = start(store, async (sub) => {
    tries.push(sub);
    if (sub === 'bad' && tries.length < 4) throw new Error('the plan is locked');
  });
  await until(() => tries.includes('good'));
  expect(await running.countPending()).toBe(1);
  await until(async () => (await running.countPending()) === 0);
  expect(tries.filter((sub) => sub === 'bad').length).toBeGreaterThan(1);
  expect(tries.filter((sub) => sub === 'good')).toEqual(['good']);
  expect(outcomes.at(-1)).toBe('removed');
  expect(running.lastFault).toBeUndefined();
  // Once each, however often it failed; and never whose account it was.
  expect(log.filter((words) => words.includes('not removed'))).toEqual([
    'the data of a deleted account was not removed, trying again: the plan is locked',
  ]);
});

test('while all of them fail, the next try waits longer each time', async () => {
  const store = inMemory();
  await store.add(Array.from({ length: 200 }, (_, i) => `${i}`));
  let tries = 0;
  const running = start(store, () => Promise.reject(new Error('away')));
  void running;
  await pause(1_500);
  tries = outcomes.length;
  expect(tries).toBeGreaterThan(1);
  expect(tries).toBeLessThan(8);
  expect([running.lastFault, await running.countPending()]).toEqual(['away', 200]);
});

test('a store that is away is tried again, and says so once', async () => {
  const store = inMemory();
  await store.add(['a']);
  let failures = 2;
  const away = { claim: () => Promise.reject(new Error('no database')) };
  const flaky = { claim: (seconds: number) => (failures-- > 0 ? away : store).claim(seconds) };
  const removed: string[] = [];
  start(Object.assign(Object.create(store) as DeletionStore, flaky), async (sub) => void removed.push(sub));
  await until(() => removed.length === 1);
  expect(removed).toEqual(['a']);
  expect(log.filter((words) => words.includes('no database'))).toHaveLength(1);
});

test('a stop does not wait for a removal that never ends, and it is left to the next process', async () => {
  const store = inMemory();
  await store.add(['a']);
  let begun = false;
  const running = start(store, () => {
    begun = true;
    return new Promise(() => undefined);
  });
  await until(() => begun);
  const before = performance.now();
  await running.stop();
  expect(performance.now() - before).toBeLessThan(3_000);
  expect(await store.countPending()).toBe(1);
});
