import { afterEach, expect, jest, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { LocalRevocations } from '../src/revocations/local-revocations.js';
import type { LogoutStore } from '../src/storage/store.js';

const HOLD_SECONDS = 1020;

let table: Set<string>;
let readings: number;
let reading: () => Promise<void> = () => Promise.resolve();
let notify: () => void;

const store = {
  revoked: async () => {
    readings += 1;
    const rows = [...table];
    await reading();
    return rows;
  },
  forget: async (sids: string[]) => {
    for (const sid of sids) table.delete(sid);
  },
  watch: (listener: () => void) => {
    notify = listener;
    return { close: () => Promise.resolve() };
  },
} as unknown as LogoutStore;

let started: LocalRevocations | undefined;
async function start(rows: string[]): Promise<LocalRevocations> {
  [table, readings] = [new Set(rows), 0];
  started = new LocalRevocations(store, HOLD_SECONDS);
  await started.start();
  return started;
}
afterEach(async () => {
  reading = () => Promise.resolve();
  await started?.stop();
});

test('what the table holds at start is in force before the first request', async () => {
  expect((await start(['a'])).has('a')).toBe(true);
});

test('a session that was ended here is held while a reading runs that does not know it yet', async () => {
  const revoked = await start([]);
  const gate = Promise.withResolvers<void>();
  reading = () => gate.promise;
  notify();
  await pause(5);
  revoked.add('a');
  gate.resolve();
  await pause(5);
  // The first one was at start; a second passes before the next that nobody asked for.
  expect(readings).toBeGreaterThan(1);
  expect(revoked.has('a')).toBe(true);
});

test('a session that is let go of during a reading does not come back with it', async () => {
  const revoked = await start(['a', 'b']);
  const gate = Promise.withResolvers<void>();
  reading = () => gate.promise;
  notify();
  await pause(5);
  revoked.forget(new Set(['a']));
  gate.resolve();
  await pause(5);
  expect([revoked.has('a'), revoked.has('b')]).toEqual([false, true]);
  expect([...table]).toEqual(['b']);
});

test('a session stays in force while the table cannot be read or written', async () => {
  const revoked = await start(['a']);
  const broken = jest.spyOn(store, 'forget').mockRejectedValueOnce(new Error('away'));
  reading = () => Promise.reject(new Error('away'));
  revoked.forget(['a']);
  notify();
  await pause(5);
  broken.mockRestore();
  expect(revoked.has('a')).toBe(true);
});

test('a burst of notifications is answered by two readings', async () => {
  await start([]);
  for (let i = 0; i < 100; i++) notify();
  await pause(20);
  for (let i = 0; i < 100; i++) notify();
  await pause(20);
  expect(readings).toBeLessThan(20);
});

test('what the bank names and this service never ended costs nothing', async () => {
  const revoked = await start([]);
  const forget = jest.spyOn(store, 'forget');
  revoked.forget(Array.from({ length: 50_000 }, (_, i) => `${i}`));
  await pause(5);
  expect(forget).not.toHaveBeenCalled();
  forget.mockRestore();
});
