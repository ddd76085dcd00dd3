import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordChange, Store, StoredRecord } from '../record-store.js';
import { storeCase, type StoreCase } from './store-case.js';

const KIND = 'pension:things';
const deep = (depth: number): unknown => (depth === 0 ? 'end' : { below: deep(depth - 1) });

const VALUES: readonly unknown[] = [
  null,
  false,
  0,
  -1.5e-300,
  '',
  'nul \0, tab \t, quote " \' \\ and ${x} $1 %s',
  'half a pair \ud800, a whole one 😀, right to left \u202e',
  '</script><!-- ; DROP TABLE latchkey_records; --',
  [],
  [[[]], {}],
  { '': 1, constructor: 2, toString: 3, length: 4, 'a.b': 5 },
  JSON.parse('{"__proto__": {"isAdmin": true}, "x": 1}'),
  deep(200),
  'x'.repeat(1_000_000),
];

const KEYS: readonly string[] = [
  'a',
  'A',
  ' a',
  'a ',
  'é',
  'e\u0301',
  '..',
  '../../etc/passwd',
  '/',
  'a/b',
  'a\\b',
  'con',
  'nul.txt',
  '.json',
  '__proto__',
  'constructor',
  "'; DROP TABLE latchkey_records; --",
  '%00',
  '\n',
  '\x7f',
  '{"a":1}',
  '😀',
  'x'.repeat(200),
  'ß'.repeat(200),
];

const BAD: readonly (readonly [what: string, change: object])[] = [
  ['an empty key', { kind: KIND, key: '', value: 1 }],
  ['a key that is too long', { kind: KIND, key: 'x'.repeat(201), value: 1 }],
  ['a key with NUL', { kind: KIND, key: 'a\0b', value: 1 }],
  ['a key that is half a pair', { kind: KIND, key: 'a\ud800', value: 1 }],
  ['a key that is no text', { kind: KIND, key: 1, value: 1 }],
  ['an empty kind', { kind: '', key: 'k', value: 1 }],
  ['a kind with capitals', { kind: 'Things', key: 'k', value: 1 }],
  ['a kind with a quote', { kind: "a'b", key: 'k', value: 1 }],
  ['a kind that goes up', { kind: '../a', key: 'k', value: 1 }],
  ['a value that JSON cannot say', { kind: KIND, key: 'k', value: () => 1 }],
  ['a value that holds itself', { kind: KIND, key: 'k', value: circular() }],
  ['a time that is none', { kind: KIND, key: 'k', value: 1, dueInMs: Number.NaN }],
  ['the same record twice', { kind: KIND, key: 'good', value: 2 }],
];

/** How records are written and read. */
export const recordCases: readonly StoreCase[] = [
  storeCase('has nothing at first', 1, async (open) => {
    const store = await open();
    assert.deepEqual(await store.read(KIND), []);
    assert.deepEqual(await store.read(KIND, ['a']), []);
    assert.deepEqual(await store.claim(KIND, 10, 1000), []);
  }),

  storeCase('gives back every value as JSON brings it', 1, async (open) => {
    const store = await open();
    assert.equal(await store.write(VALUES.map((value, i) => ({ kind: KIND, key: `${i}`, value }))), true);
    const read = byKey(await store.read(KIND));
    for (const [i, value] of VALUES.entries()) {
      const found = read.get(`${i}`)?.value;
      assert.equal(JSON.stringify(found), JSON.stringify(value));
      assert.deepEqual(Object.getPrototypeOf(Object(found)), Object.getPrototypeOf(Object(value)));
    }
  }),

  storeCase('keeps every key apart from every other', 1, async (open) => {
    const store = await open();
    for (const key of KEYS) assert.equal(await store.write([{ kind: KIND, key, value: `of ${key}` }]), true);
    const read = byKey(await store.read(KIND));
    assert.deepEqual(new Set(read.keys()), new Set(KEYS));
    for (const key of KEYS) {
      assert.equal(read.get(key)?.value, `of ${key}`);
      assert.deepEqual(
        (await store.read(KIND, [key])).map(({ value }) => value),
        [`of ${key}`],
      );
    }
  }),

  storeCase('keeps every kind apart from every other', 1, async (open) => {
    const store = await open();
    const kinds = ['a', 'a:b', 'a-b', 'b', 'ab', '0', 'x'.repeat(100)];
    await store.write(kinds.map((kind) => ({ kind, key: 'k', value: kind })));
    for (const kind of kinds)
      assert.deepEqual(
        (await store.read(kind)).map((one) => [one.kind, one.value]),
        [[kind, kind]],
      );
  }),

  storeCase('refuses what is no change, and writes nothing of it', 1, async (open) => {
    const store = await open();
    for (const [what, bad] of BAD) {
      const changes = [{ kind: KIND, key: 'good', value: 1 }, bad as RecordChange];
      await assert.rejects(async () => store.write(changes), TypeError, what);
    }
    assert.deepEqual(await store.read(KIND), []);
    assert.equal(await store.write([]), true);
  }),

  storeCase('reads those of the keys that there are, each once', 1, async (open) => {
    const store = await open();
    await store.write(['a', 'b', 'c'].map((key) => ({ kind: KIND, key, value: key })));
    const read = await store.read(KIND, ['a', 'c', 'missing', 'a', 'toString']);
    assert.deepEqual(read.map(({ key }) => key).toSorted(), ['a', 'c']);
    assert.deepEqual(await store.read(KIND, []), []);
  }),

  storeCase('replaces a record whole, and removes it', 1, async (open) => {
    const store = await open();
    await store.write([{ kind: KIND, key: 'k', value: { a: 1, b: 2 }, dueInMs: 0 }]);
    await store.write([{ kind: KIND, key: 'k', value: { b: 3 } }]);
    assert.deepEqual(
      (await store.read(KIND)).map(({ value }) => value),
      [{ b: 3 }],
    );
    assert.deepEqual(await store.claim(KIND, 10, 1000), []);
    assert.equal(await store.write([{ kind: KIND, key: 'k' }]), true);
    assert.equal(await store.write([{ kind: KIND, key: 'k' }]), true);
    assert.deepEqual(await store.read(KIND), []);
  }),

  storeCase('gives values away: what becomes of them is nothing to the store', 1, async (open) => {
    const store = await open();
    const given = { list: [1] };
    await store.write([{ kind: KIND, key: 'k', value: given }]);
    given.list.push(2);
    const [first] = await store.read(KIND);
    (first!.value as { list: number[] }).list.push(3);
    assert.deepEqual((await store.read(KIND))[0]?.value, { list: [1] });
  }),

  storeCase('says how old a record is', 1, async (open) => {
    const store = await open();
    await store.write([{ kind: KIND, key: 'k', value: 1, dueInMs: 0 }]);
    await sleep(300);
    const age = await ageOf(store);
    assert.ok(age >= 200 && age < 60_000, `${age} ms`);
    await store.claim(KIND, 1, 1000);
    assert.ok((await ageOf(store)) >= age, 'a claim writes nothing');
    await store.write([{ kind: KIND, key: 'k', value: 1 }]);
    assert.ok((await ageOf(store)) < age, 'a change does');
  }),

  storeCase('bears 50,000 records in one write', 1, async (open) => {
    const store = await open();
    const keys = Array.from({ length: 50_000 }, (_, i) => `${i}`.padStart(36, '0'));
    assert.equal(await store.write(keys.map((key) => ({ kind: KIND, key, value: { of: key }, dueInMs: 0 }))), true);
    const read = await store.read(KIND);
    assert.equal(read.length, keys.length);
    assert.deepEqual(byKey(read).get(keys[49_999]!)?.value, { of: keys[49_999] });
    assert.equal((await store.read(KIND, keys)).length, keys.length);
    const claimed = await store.claim(KIND, 1_000, 60_000);
    assert.equal(new Set(claimed.map(({ key }) => key)).size, 1_000);
    const bound = (await store.read(KIND)).map(({ key, version }) => ({ kind: KIND, key, ifVersion: version }));
    assert.equal(await store.write([...bound.slice(1), { ...bound[0]!, ifVersion: 'no version' }]), false);
    assert.equal((await store.read(KIND)).length, keys.length);
    assert.equal(await store.write(bound), true);
    assert.deepEqual(await store.read(KIND), []);
  }),
];

function byKey(records: readonly StoredRecord[]): Map<string, StoredRecord> {
  return new Map(records.map((record) => [record.key, record]));
}

async function ageOf(store: Store): Promise<number> {
  return (await store.read(KIND))[0]!.ageMs;
}

function circular(): unknown {
  const loop: unknown[] = [];
  loop.push(loop);
  return loop;
}
