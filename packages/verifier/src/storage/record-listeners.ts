/** Who is told of what was written. */
export class RecordListeners {
  readonly #listeners = new Set<(kind: string) => void>();

  get isEmpty(): boolean {
    return this.#listeners.size === 0;
  }

  /** Each watch stands for itself, even of the same function. */
  add(listener: (kind: string) => void): () => void {
    const own = (kind: string): void => listener(kind);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** Never throws: what a listener makes of the news is nothing to who wrote. */
  tell(kinds: Iterable<string>): void {
    for (const kind of new Set(kinds)) {
      for (const listener of this.#listeners) {
        try {
          listener(kind);
        } catch {
          // The record is written, and the next reading finds it.
        }
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
