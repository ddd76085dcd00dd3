/** A record that becomes due; over as soon as the record has another order. */
export interface DueRecord {
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly dueAt: number;
  /** The number of the change that made it so. */
  readonly order: number;
}

/** Records by the time at which they become due, the earliest first: a binary heap, so that none of 50,000 waits for the others. */
export class DueQueue {
  readonly #heap: DueRecord[] = [];

  get first(): DueRecord | undefined {
    return this.#heap[0];
  }

  add(record: DueRecord): void {
    const heap = this.#heap;
    let at = heap.push(record) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(record, heap[above]!)) break;
      heap[at] = heap[above]!;
      at = above;
    }
    heap[at] = record;
  }

  takeFirst(): DueRecord | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
      if (!isBefore(heap[below]!, last)) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(one: DueRecord, other: DueRecord): boolean {
  return one.dueAt < other.dueAt || (one.dueAt === other.dueAt && one.order < other.order);
}
