import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { MemoryStore } from '../src/storage/memory-store.js';
import type { Store } from '../src/storage/record-store.js';
import { SUITE_TIMES } from '../src/storage/store-suite.js';
import { verifierStore, type ServiceStore } from '../src/storage/verifier-store.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const words = (instance: string) => ({ instance, thumbprints: ['t'], signing: null, fault: null, feedAge: 0.5 });

let store: Store;
let pension: ServiceStore;
let loans: ServiceStore;
beforeEach(() => {
  jest.useFakeTimers({ now: NOW });
  store = new MemoryStore();
  const options = { issuer: 'https://bank.example.com', ...SUITE_TIMES };
  pension = verifierStore(store, { audience: 'pension', ...options });
  loans = verifierStore(store, { audience: 'loans', ...options });
});
afterEach(() => void jest.useRealTimers());

const seen = async (): Promise<string[]> => (await pension.replicas()).map(({ instance }) => instance);

test('replicas are those of the last 30 seconds, each as it last said, by name', async () => {
  await pension.report(words('b'));
  jest.setSystemTime(NOW + 20_000);
  await pension.report({ ...words('a'), tokenVersions: [1, 2] });
  expect(await pension.replicas()).toEqual([
    { ...words('a'), tokenVersions: [1, 2], seenAt: '2026-01-01T00:00:20.000Z' },
    { ...words('b'), seenAt: '2026-01-01T00:00:00.000Z' },
  ]);
  jest.setSystemTime(NOW + 30_001);
  expect(await seen()).toEqual(['a']);
  await pension.report({ ...words('a'), fault: 'no key' });
  expect((await pension.replicas()).map(({ fault }) => fault)).toEqual(['no key']);
});

test('a replica that ends is not asked for any more, and nothing is left of one that has long said nothing', async () => {
  for (const instance of ['a', 'b', 'c']) await pension.report(words(instance));
  await pension.withdraw('b');
  expect(await seen()).toEqual(['a', 'c']);
  jest.setSystemTime(NOW + 60_001);
  await pension.report(words('a'));
  expect((await store.read('pension:replicas')).map(({ key }) => key)).toEqual(['a']);
});

test('what was fetched is there for the next start', async () => {
  expect(await pension.recall('jwks')).toBeUndefined();
  await pension.keep('jwks', { keys: [] });
  await pension.keep('services', [{ id: 'pension' }]);
  await pension.keep('jwks', { keys: [1] });
  expect([await pension.recall('jwks'), await pension.recall('services')]).toEqual([
    { keys: [1] },
    [{ id: 'pension' }],
  ]);
});

test('services that share a store see nothing of each other', async () => {
  await pension.report(words('a'));
  await pension.keep('services', 1);
  await pension.logouts.add({ sid: 's', sub: 'u', token: null, everywhere: false }, NOW / 1000);
  await pension.feed.save(
    { reached: { asOf: 1, rightsAsOf: 1, etag: 'e' }, sids: ['s'], rights: [], deletions: [{ subs: ['u'], to: 1 }] },
    Infinity,
  );
  expect(await loans.replicas()).toEqual([]);
  expect(await loans.recall('services')).toBeUndefined();
  expect([await loans.logouts.revoked(), await loans.logouts.claim(8)]).toEqual([[], []]);
  expect(await loans.deletions.claim(1)).toBeUndefined();
  expect(await loans.feed.load(Infinity)).toMatchObject({ reached: undefined, revoked: [], deletedTo: 0 });
});

test('what no token can be older than is dropped', async () => {
  await pension.feed.save({ reached: undefined, sids: ['old'], rights: [['old', 1]], deletions: [] }, Infinity);
  await pension.logouts.add({ sid: 'old', sub: 'u', token: null, everywhere: false }, NOW / 1000);
  await pension.logouts.add({ sid: 'untold', sub: 'u', token: null, everywhere: false }, NOW / 1000);
  await pension.logouts.settle({ sid: 'old', sub: 'u', token: null, everywhere: false });
  jest.setSystemTime(NOW + SUITE_TIMES.keptSeconds * 1000);
  await pension.feed.save({ reached: undefined, sids: ['new'], rights: [['new', 1]], deletions: [] }, Infinity);
  await pension.feed.prune();
  await pension.logouts.sweep();
  const { revoked, rights } = await pension.feed.load(Infinity);
  expect([revoked, rights]).toEqual([[['new', 0]], [['new', 1, 0]]]);
  expect((await store.read('pension:revoked')).length).toBe(1);
  expect(await pension.logouts.revoked()).toEqual(['untold']);
  jest.setSystemTime(NOW + SUITE_TIMES.sessionAbsolute * 1000);
  await pension.logouts.sweep();
  expect([await pension.logouts.revoked(), await pension.logouts.countPending()]).toEqual([[], 0]);
});
