interface Event {
  readonly at: number;
  readonly run: () => void;
}

/** What happens in the order of its time: a binary heap. */
export class EventQueue {
  readonly #heap: Event[] = [];
  /** In milliseconds. */
  now = 0;

  schedule(at: number, run: () => void): void {
    const heap = this.#heap;
    let index = heap.push({ at, run }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (heap[parent]!.at <= at) break;
      [heap[index], heap[parent]] = [heap[parent]!, heap[index]!];
      index = parent;
    }
  }

  /** Runs everything that is due before this moment. */
  runUntil(end: number): void {
    while (this.#heap.length > 0 && this.#heap[0]!.at < end) {
      const { at, run } = this.#heap[0]!;
      this.#removeFirst();
      this.now = at;
      run();
    }
    this.now = end;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child += 1;
      if (heap[child]!.at >= last.at) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
  }
}
