/** As many cursors as replicas and readers may lately have been told; each costs an answer of its own at most. */
const RECENT = 8;

/** Accounts that were deleted in the last 30 days, in the order of their deletion. */
export class DeletedList {
  #cursors: number[] = [];
  #subs: string[] = [];
  #recent: readonly number[] = [];
  #newest = 0;

  get size(): number {
    return this.#cursors.length;
  }

  /** Cursor of the last deletion; 0 before the first. */
  get newest(): number {
    return this.#newest;
  }

  /** Cursor before the oldest that is kept. */
  get start(): number {
    return this.#cursors.length === 0 ? this.#newest : this.#cursors[0]! - 1;
  }

  /** Whether this was the newest cursor a moment ago: who stands there is told exactly what is new. */
  wasNewest(cursor: number): boolean {
    return this.#recent.includes(cursor);
  }

  /** Takes what comes after a cursor, in order, and drops what is older than the oldest; answers whether there was news. */
  take(after: number, cursors: readonly number[], subs: readonly string[], newest: number, oldest: number): boolean {
    const [from, to] = [this.#indexAfter(oldest - 1), this.#indexAfter(after)];
    if (from > 0 || to < this.size) {
      this.#cursors = this.#cursors.slice(from, to);
      this.#subs = this.#subs.slice(from, to);
    }
    for (const cursor of cursors) this.#cursors.push(cursor);
    for (const sub of subs) this.#subs.push(sub);
    if (newest === this.#newest) return false;
    // A backup was restored: nobody has been told of these cursors.
    this.#recent = newest < this.#newest ? [] : [...this.#recent, this.#newest].slice(-RECENT);
    this.#newest = newest;
    return true;
  }

  /** Those after one cursor, up to and with another. */
  page(after: number, upTo: number): string[] {
    return this.#subs.slice(this.#indexAfter(after), this.#indexAfter(upTo));
  }

  /** How many have a cursor that is not above this one. */
  #indexAfter(cursor: number): number {
    let [low, high] = [0, this.#cursors.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#cursors[middle]! <= cursor) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
