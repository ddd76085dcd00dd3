import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

const SLICE_MS = 10_000;
/** Refusals of one address in a slice that are answered at once. */
const FREE = 20;
const HELD_MS = 1_000;
/** Beyond this nobody is held, so that waiting clients cost no more than refused ones. */
const MOST_HELD = 1_000;
const MOST_ADDRESSES = 10_000;

/**
 * Holds back the answer to an address that is refused again and again. A client that asks in a loop would take the processor
 * from the hashing threads, which run at low priority, and so from everybody's login.
 */
@Injectable()
export class RefusalDelayService {
  readonly #refusals = new Map<string, number>();
  #slice = -1;
  #held = 0;

  /** Counts a refusal; resolves when it may be answered. */
  async hold(address: string): Promise<void> {
    const slice = Math.floor(Date.now() / SLICE_MS);
    if (slice !== this.#slice || this.#refusals.size >= MOST_ADDRESSES) this.#refusals.clear();
    this.#slice = slice;
    const count = (this.#refusals.get(address) ?? 0) + 1;
    this.#refusals.set(address, count);
    if (count <= FREE || this.#held >= MOST_HELD) return;
    this.#held += 1;
    await pause(HELD_MS);
    this.#held -= 1;
  }
}
