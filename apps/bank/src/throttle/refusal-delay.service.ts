import { Injectable } from '@nestjs/common';

const SLICE_MS = 10_000;
/** Refusals of one address, or at one account, in a slice that are answered at once. */
const FREE = 20;
const HELD_MS = 1_000;
/** Beyond this nobody is held, so that waiting clients cost no more than refused ones. */
const MOST_HELD = 1_000;
const MOST_KEYS = 10_000;

/**
 * Holds back the answer to who is refused again and again, from one address or at one account. A client that asks in a loop would take the processor
 * from the hashing threads, which run at low priority, and so from everybody's login.
 */
@Injectable()
export class RefusalDelayService {
  readonly #refusals = new Map<string, number>();
  #slice = -1;
  #held = 0;

  /** Counts an error by these keys; resolves when it may be answered. */
  async hold(...keys: string[]): Promise<void> {
    const slice = Math.floor(Date.now() / SLICE_MS);
    if (slice !== this.#slice || this.#refusals.size >= MOST_KEYS) this.#refusals.clear();
    this.#slice = slice;
    const counts = keys.map((key) => this.#count(key));
    if (Math.max(...counts) <= FREE || this.#held >= MOST_HELD) return;
    this.#held += 1;
    await new Promise((answer) => setTimeout(answer, HELD_MS));
    this.#held -= 1;
  }

  #count(key: string): number {
    const count = (this.#refusals.get(key) ?? 0) + 1;
    this.#refusals.set(key, count);
    return count;
  }
}
