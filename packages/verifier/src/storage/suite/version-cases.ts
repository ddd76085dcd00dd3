import assert from 'node:assert/strict';
import type { Store, StoredRecord } from '../record-store.js';
import { storeCase, type StoreCase } from './store-case.js';

const KIND = 'pension:counters';

/** How writes are bound to versions, and what becomes of many at once. */
export const versionCases: readonly StoreCase[] = [
  storeCase('takes a change that is bound to the version it read, once', 1, async (open) => {
    const store = await open();
    assert.equal(await store.write([{ kind: KIND, key: 'k', value: 1, ifVersion: null }]), true);
    assert.equal(await store.write([{ kind: KIND, key: 'k', value: 2, ifVersion: null }]), false);
    const { version } = await recordOf(store, 'k');
    assert.equal(await store.write([{ kind: KIND, key: 'k', value: 3, ifVersion: version }]), true);
    assert.equal(await store.write([{ kind: KIND, key: 'k', value: 4, ifVersion: version }]), false);
    assert.equal(await store.write([{ kind: KIND, key: 'k', ifVersion: version }]), false);
    assert.equal((await recordOf(store, 'k')).value, 3);
  }),

  storeCase('takes no version of a record that is gone, even if there is another one', 1, async (open) => {
    const store = await open();
    await store.write([{ kind: KIND, key: 'k', value: 1 }]);
    const { version } = await recordOf(store, 'k');
    await store.write([{ kind: KIND, key: 'k' }]);
    assert.equal(await store.write([{ kind: KIND, key: 'k', value: 2, ifVersion: version }]), false);
    await store.write([{ kind: KIND, key: 'k', value: 1 }]);
    assert.equal(await store.write([{ kind: KIND, key: 'k', value: 2, ifVersion: version }]), false);
  }),

  storeCase('takes a foreign version for another one', 1, async (open) => {
    const store = await open();
    await store.write([{ kind: KIND, key: 'k', value: 1 }]);
    for (const ifVersion of ['', '0', "'", 'null', '99999999999999999999', 'x'.repeat(1000)])
      assert.equal(await store.write([{ kind: KIND, key: 'k', value: 2, ifVersion }]), false, ifVersion);
  }),

  storeCase('writes all of several changes or none', 1, async (open) => {
    const store = await open();
    await store.write([
      { kind: KIND, key: 'a', value: 1 },
      { kind: KIND, key: 'gone', value: 1 },
    ]);
    const changes = [
      { kind: KIND, key: 'a', value: 2 },
      { kind: 'pension:others', key: 'b', value: 2 },
      { kind: KIND, key: 'gone' },
    ];
    assert.equal(await store.write([...changes, { kind: KIND, key: 'z', value: 2, ifVersion: 'another' }]), false);
    assert.deepEqual(await valuesOf(store), { a: 1, gone: 1 });
    assert.deepEqual(await store.read('pension:others'), []);
    assert.equal(await store.write([...changes, { kind: KIND, key: 'z', value: 2, ifVersion: null }]), true);
    assert.deepEqual(await valuesOf(store), { a: 2, z: 2 });
  }),

  storeCase('lets one of many create a record', 1, async (open) => {
    const store = await open();
    await createdOnce(Array.from({ length: 20 }, () => store));
  }),

  storeCase('loses no count of many that count at once', 1, async (open) => {
    const store = await open();
    await countedBy([store, store, store, store, store], 20);
  }),

  storeCase('lets one of many instances create a record', 2, async (open) => {
    await createdOnce(await Promise.all(Array.from({ length: 5 }, open)));
  }),

  storeCase('loses no count of several instances that count at once', 2, async (open) => {
    await countedBy(await Promise.all([open(), open(), open()]), 40);
  }),

  storeCase('never waits forever for writes of the same records in another order', 2, async (open) => {
    const [one, other] = await Promise.all([open(), open()]);
    const changes = Array.from({ length: 30 }, (_, i) => ({ kind: KIND, key: `${i}`, value: i }));
    const turns = Array.from({ length: 15 }, () => [one.write(changes), other.write(changes.toReversed())]);
    assert.deepEqual(new Set(await Promise.all(turns.flat())), new Set([true]));
  }),

  storeCase('shows no half of a write', 2, async (open) => {
    const [writer, reader] = await Promise.all([open(), open()]);
    let isWriting = true;
    const writing = (async () => {
      for (let i = 1; i <= 60; i += 1)
        await writer.write(['a', 'b', 'c'].map((key) => ({ kind: KIND, key, value: i })));
      isWriting = false;
    })();
    while (isWriting) {
      const seen = (await reader.read(KIND)).map(({ value }) => value);
      assert.ok(new Set(seen).size <= 1 && [0, 3].includes(seen.length), JSON.stringify(seen));
    }
    await writing;
    assert.deepEqual(await valuesOf(reader), { a: 60, b: 60, c: 60 });
  }),
];

async function recordOf(store: Store, key: string): Promise<StoredRecord> {
  const [record] = await store.read(KIND, [key]);
  assert.ok(record);
  return record;
}

async function valuesOf(store: Store, kind = KIND): Promise<Record<string, unknown>> {
  const entries = (await store.read(kind)).map(({ key, value }) => [key, value] as const);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

async function createdOnce(stores: readonly Store[]): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    const kind = `${KIND}-${round}`;
    // What connects does so now, so that all write at the same moment.
    await Promise.all(stores.map((store) => store.read(kind)));
    const create = (i: number) => [
      // Before and after the one that all want, in whatever order a store writes.
      { kind, key: `a${i}`, value: i, ifVersion: null },
      { kind, key: 'k', value: i, ifVersion: null },
      { kind, key: `z${i}`, value: i },
    ];
    const written = await Promise.all(stores.map((store, i) => store.write(create(i))));
    const winner = written.indexOf(true);
    assert.equal(written.filter(Boolean).length, 1);
    assert.deepEqual(await valuesOf(stores[0]!, kind), { [`a${winner}`]: winner, k: winner, [`z${winner}`]: winner });
  }
}

async function countedBy(stores: readonly Store[], times: number): Promise<void> {
  const count = async (store: Store): Promise<void> => {
    for (let counted = 0; counted < times;) {
      const [record] = await store.read(KIND, ['sum']);
      const value = ((record?.value as number | undefined) ?? 0) + 1;
      if (await store.write([{ kind: KIND, key: 'sum', value, ifVersion: record?.version ?? null }])) counted += 1;
    }
  };
  await Promise.all(stores.map(count));
  assert.equal((await recordOf(stores[0]!, 'sum')).value, stores.length * times);
}
