const AGAIN_AFTER_MS = 5 * 60_000;
const MOST_REMEMBERED = 20;

/** Logs an error that goes on: at once, again every few minutes, and when it is another one. Not with every try. */
export class ErrorNotice {
  readonly #told = new Map<string, number>();

  /** @param clock in milliseconds */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** Whether these words are to be said now. */
  isDue(words: string): boolean {
    const now = this.clock();
    const last = this.#told.get(words);
    if (last !== undefined && now - last < AGAIN_AFTER_MS) return false;
    if (this.#told.size >= MOST_REMEMBERED) this.#told.clear();
    this.#told.set(words, now);
    return true;
  }

  /** It is over. Returns whether anything was logged of it. */
  isOver(): boolean {
    const wasTold = this.#told.size > 0;
    this.#told.clear();
    return wasTold;
  }
}
