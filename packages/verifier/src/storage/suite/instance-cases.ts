import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../record-store.js';
import { storeCase, type StoreCase } from './store-case.js';

const KIND = 'pension:news';
const CLOSED_WITHIN_MS = 5_000;
const HEARD_WITHIN_MS = 10_000;

/** How instances begin, hear of each other, and end. */
export const instanceCases: readonly StoreCase[] = [
  storeCase('shows the others at once what one has written', 2, async (open) => {
    const [one, other] = await Promise.all([open(), open()]);
    for (let i = 0; i < 20; i += 1) {
      const [writer, reader] = i % 2 === 0 ? [one, other] : [other, one];
      await writer.write([{ kind: KIND, key: 'k', value: i }]);
      assert.deepEqual(
        (await reader.read(KIND)).map(({ value }) => value),
        [i],
      );
    }
  }),

  storeCase('lets many instances begin at once', 2, async (open) => {
    const stores = await Promise.all(Array.from({ length: 8 }, open));
    await Promise.all(stores.map((store, i) => store.write([{ kind: KIND, key: `${i}`, value: i }])));
    for (const store of stores) assert.equal((await store.read(KIND)).length, stores.length);
  }),

  storeCase('has everything after a restart, and still knows the versions', 2, async (open) => {
    const before = await open();
    await before.write([
      { kind: KIND, key: 'a', value: { list: [1] } },
      { kind: KIND, key: 'b', value: 2, dueInMs: 0 },
    ]);
    await before.write([{ kind: KIND, key: 'gone', value: 1 }]);
    await before.write([{ kind: KIND, key: 'gone' }]);
    const [a] = await before.read(KIND, ['a']);
    await before.close();
    const after = await open();
    const read = (await after.read(KIND)).toSorted((one, other) => (one.key < other.key ? -1 : 1));
    assert.deepEqual(
      read.map(({ key, value }) => [key, value]),
      [
        ['a', { list: [1] }],
        ['b', 2],
      ],
    );
    assert.deepEqual(
      (await after.claim(KIND, 10, 1000)).map(({ key }) => key),
      ['b'],
    );
    assert.equal(await after.write([{ kind: KIND, key: 'a', value: 3, ifVersion: a!.version }]), true);
    assert.equal(await after.write([{ kind: KIND, key: 'a', value: 4, ifVersion: a!.version }]), false);
  }),

  storeCase('tells who watches, and nobody who has ended it', 1, async (open) => {
    const store = await open();
    await watched(store, store);
  }),

  storeCase('tells who watches what another instance writes', 2, async (open) => {
    const [writer, watcher] = await Promise.all([open(), open()]);
    await watched(writer, watcher);
  }),

  storeCase('bears a listener that throws', 1, async (open) => {
    const store = await open();
    let called = 0;
    const fail = (): void => {
      called += 1;
      throw new Error('a bug of the listener');
    };
    store.watch(fail);
    await until(async () => {
      assert.equal(await store.write([{ kind: KIND, key: 'k', value: called }]), true);
      return called > 0;
    });
    assert.equal((await store.read(KIND)).length, 1);
  }),

  storeCase('does nothing more once it is closed, and closes more than once', 1, async (open) => {
    const store = await open();
    store.watch(() => undefined);
    const underway = [store.write([{ kind: KIND, key: 'k', value: 1 }]), store.read(KIND), store.claim(KIND, 1, 1)];
    const settled = Promise.allSettled(underway);
    const closing = [store.close(), store.close()];
    const late = sleep(CLOSED_WITHIN_MS, 'late', { ref: false });
    assert.notEqual(await Promise.race([Promise.all([...closing, settled]), late]), 'late');
    await store.close();
    await assert.rejects(async () => store.read(KIND));
    await assert.rejects(async () => store.write([{ kind: KIND, key: 'k', value: 2 }]));
    await assert.rejects(async () => store.claim(KIND, 1, 1000));
    assert.throws(() => store.watch(() => undefined));
  }),

  storeCase('closes though nothing was asked of it', 1, async (open) => {
    await (await open()).close();
  }),
];

async function watched(writer: Store, watcher: Store): Promise<void> {
  const [heard, others]: [string[], string[]] = [[], []];
  const end = watcher.watch((kind) => heard.push(kind));
  watcher.watch((kind) => others.push(kind));
  let writes = 0;
  const write = () => writer.write([{ kind: KIND, key: 'k', value: (writes += 1) }]);
  // It may miss some.
  await until(async () => (await write()) && heard.includes(KIND) && others.includes(KIND));
  end();
  const [heardBefore, othersBefore] = [heard.length, others.length];
  await until(async () => (await write()) && others.length > othersBefore);
  assert.equal(heard.length, heardBefore);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + HEARD_WITHIN_MS;
  while (!(await holds())) {
    assert.ok(performance.now() < end, 'the listener was never called');
    await sleep(50);
  }
}
