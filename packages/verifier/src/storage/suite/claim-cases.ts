import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordChange, Store } from '../record-store.js';
import { storeCase, type StoreCase } from './store-case.js';

const KIND = 'pension:tasks';
const LONG_MS = 60_000;
const SHORT_MS = 400;

const due = (key: string, dueInMs: number | undefined = 0): RecordChange => ({ kind: KIND, key, value: key, dueInMs });
const keysOf = (records: readonly { readonly key: string }[]): string[] => records.map(({ key }) => key);

/** How records that are due are given out. */
export const claimCases: readonly StoreCase[] = [
  storeCase('gives out what is due, the longest due first, and no more than is asked for', 1, async (open) => {
    const store = await open();
    await store.write([
      due('later', LONG_MS),
      { kind: KIND, key: 'never', value: 1 },
      due('first', -2000),
      due('second', -1000),
    ]);
    await store.write([{ ...due('other'), kind: 'pension:others' }]);
    const [one] = await store.claim(KIND, 1, LONG_MS);
    assert.deepEqual([one?.key, one?.value, one?.kind], ['first', 'first', KIND]);
    assert.deepEqual(keysOf(await store.claim(KIND, 10, LONG_MS)), ['second']);
    assert.deepEqual(await store.claim(KIND, 10, LONG_MS), []);
    assert.equal((await store.read(KIND)).length, 4);
  }),

  storeCase('gives it out again when the lease is over, and when it is written as due', 1, async (open) => {
    const store = await open();
    await store.write([due('a'), due('b')]);
    assert.equal((await store.claim(KIND, 10, SHORT_MS)).length, 2);
    await store.write([due('b')]);
    assert.deepEqual(keysOf(await store.claim(KIND, 10, LONG_MS)), ['b']);
    await sleep(SHORT_MS + 100);
    assert.deepEqual(keysOf(await store.claim(KIND, 10, 0)), ['a']);
    assert.deepEqual(keysOf(await store.claim(KIND, 10, LONG_MS)), ['a']);
  }),

  storeCase('gives nothing out that is postponed, removed or not due any more', 1, async (open) => {
    const store = await open();
    await store.write([due('postponed'), due('removed'), due('kept')]);
    await store.write([
      due('postponed', LONG_MS),
      { kind: KIND, key: 'removed' },
      { kind: KIND, key: 'kept', value: 1 },
    ]);
    assert.deepEqual(await store.claim(KIND, 10, LONG_MS), []);
  }),

  storeCase('binds who claimed to the version of the claim', 1, async (open) => {
    const store = await open();
    await store.write([due('a')]);
    const [before] = await store.read(KIND);
    const [claimed] = await store.claim(KIND, 1, 0);
    const settle = (version: string | undefined) => store.write([{ kind: KIND, key: 'a', ifVersion: version ?? '' }]);
    assert.equal(await settle(before?.version), false);
    const [again] = await store.claim(KIND, 1, LONG_MS);
    assert.equal(await settle(claimed?.version), false);
    assert.equal(await settle(again?.version), true);
  }),

  storeCase('gives each to one of many that claim at once', 1, async (open) => {
    const store = await open();
    await claimedOnce(Array.from({ length: 10 }, () => store));
  }),

  storeCase('gives each to one of several instances that claim at once', 2, async (open) => {
    await claimedOnce(await Promise.all([open(), open(), open(), open()]));
  }),

  storeCase('holds a lease though who claimed is gone', 2, async (open) => {
    const [dead, other] = await Promise.all([open(), open()]);
    await dead.write([due('a')]);
    assert.equal((await dead.claim(KIND, 1, 3 * SHORT_MS)).length, 1);
    await dead.close();
    assert.deepEqual(await other.claim(KIND, 1, LONG_MS), []);
    await sleep(3 * SHORT_MS + 100);
    assert.deepEqual(keysOf(await other.claim(KIND, 1, LONG_MS)), ['a']);
  }),
];

async function claimedOnce(stores: readonly Store[]): Promise<void> {
  const keys = Array.from({ length: 60 }, (_, i) => `${i}`);
  await stores[0]!.write(keys.map((key) => due(key)));
  const claimed: string[] = [];
  const work = async (store: Store): Promise<void> => {
    for (let some = await store.claim(KIND, 7, LONG_MS); some.length > 0; some = await store.claim(KIND, 7, LONG_MS)) {
      assert.ok(some.length <= 7);
      claimed.push(...keysOf(some));
      assert.ok(claimed.length <= keys.length, 'one was given out twice');
    }
  };
  await Promise.all(stores.map(work));
  assert.deepEqual(claimed.toSorted(), keys.toSorted());
}
