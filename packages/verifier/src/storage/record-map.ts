import { DueQueue, type DueRecord } from './due-queue.js';
import type { EncodedChange } from './record-change.rules.js';
import type { StoredRecord } from './record-store.js';

/** A record as it becomes; all times in milliseconds since 1970. */
export interface RecordPut {
  readonly kind: string;
  readonly key: string;
  /** JSON; undefined removes the record. */
  readonly text: string | undefined;
  readonly writtenAt: number;
  readonly dueAt: number | undefined;
}

interface HeldRecord extends Omit<RecordPut, 'kind' | 'key'> {
  readonly text: string;
  /** The number of the change that made it so; its version. */
  readonly order: number;
}

/** Everything of a {@link RecordMap}, as JSON can say it. */
export interface RecordSnapshot {
  /** The number of the last change. */
  readonly order: number;
  readonly records: readonly (RecordPut & { readonly text: string; readonly order: number })[];
}

/** Records in memory. What is planned is changed by `apply` alone, so that a plan can be written elsewhere first. */
export class RecordMap {
  readonly #kinds = new Map<string, Map<string, HeldRecord>>();
  readonly #due = new Map<string, DueQueue>();
  #order = 0;

  constructor({ order, records }: RecordSnapshot = { order: 0, records: [] }) {
    for (const record of records) this.#put(record, record.order);
    this.#order = order;
  }

  snapshot(): RecordSnapshot {
    const records = [...this.#kinds].flatMap(([kind, held]) => [...held].map(([key, one]) => ({ kind, key, ...one })));
    return { order: this.#order, records };
  }

  read(kind: string, keys: readonly string[] | undefined, now: number): StoredRecord[] {
    const records = this.#kinds.get(kind);
    const found: StoredRecord[] = [];
    for (const key of keys === undefined ? (records?.keys() ?? []) : new Set(keys)) {
      const held = records?.get(key);
      if (held === undefined) continue;
      const ageMs = Math.max(0, now - held.writtenAt);
      found.push({ kind, key, value: JSON.parse(held.text), version: `${held.order}`, ageMs });
    }
    return found;
  }

  /** What the changes come to; undefined if a record has another version than one of them asks for. */
  plan(changes: readonly EncodedChange[], now: number): RecordPut[] | undefined {
    const puts: RecordPut[] = [];
    for (const { kind, key, text, dueInMs, ifVersion } of changes) {
      const held = this.#kinds.get(kind)?.get(key);
      const version = held === undefined ? null : `${held.order}`;
      if (ifVersion !== undefined && ifVersion !== version) return undefined;
      if (text === undefined && held === undefined) continue;
      puts.push({ kind, key, text, writtenAt: now, dueAt: dueInMs === undefined ? undefined : now + dueInMs });
    }
    return puts;
  }

  planClaim(kind: string, limit: number, leaseMs: number, now: number): RecordPut[] {
    const queue = this.#due.get(kind);
    const records = this.#kinds.get(kind);
    const [puts, taken]: [RecordPut[], DueRecord[]] = [[], []];
    while (queue?.first !== undefined && queue.first.dueAt <= now && puts.length < limit) {
      const due = queue.takeFirst()!;
      const held = records?.get(due.key);
      if (held?.order !== due.order) continue;
      taken.push(due);
      puts.push({ kind, key: due.key, text: held.text, writtenAt: held.writtenAt, dueAt: now + leaseMs });
    }
    // They are due until the plan is carried out.
    for (const due of taken) queue?.add(due);
    return puts;
  }

  apply(puts: readonly RecordPut[]): void {
    for (const put of puts) this.#put(put, (this.#order += 1));
  }

  #put({ kind, key, text, writtenAt, dueAt }: RecordPut, order: number): void {
    if (text === undefined) return void this.#kinds.get(kind)?.delete(key);
    entryOf(this.#kinds, kind, () => new Map()).set(key, { text, order, writtenAt, dueAt });
    if (dueAt !== undefined) entryOf(this.#due, kind, () => new DueQueue()).add({ key, dueAt, order });
  }
}

function entryOf<V>(map: Map<string, V>, key: string, make: () => V): V {
  let entry = map.get(key);
  if (entry === undefined) map.set(key, (entry = make()));
  return entry;
}
