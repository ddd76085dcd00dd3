/** Names what a list holds, and remembers the names of lists that held all of it, and what has lapsed since. */
export class FeedEtag {
  readonly #lapsed = new Set<string>();
  #current: string;

  constructor(first: string) {
    this.#current = first;
  }

  get current(): string {
    return this.#current;
  }

  /** Whether a reader that holds what was named so lacks nothing: it may hold more, which has lapsed. */
  isCoveredBy(etag: string): boolean {
    return etag === this.#current || this.#lapsed.has(etag);
  }

  /** Something has come: whoever holds what was named before lacks it. */
  renew(name: string): void {
    this.#lapsed.clear();
    this.#current = name;
  }

  /** Something has lapsed, and nothing come. */
  lapse(name: string): void {
    this.#lapsed.add(this.#current);
    this.#current = name;
  }
}
