import { FairOrder, type HashPlace } from './fair-order.rules.js';
import { hashingOverloaded } from './passwords.errors.js';

interface Waiting {
  readonly start: () => void;
  readonly refuse: (reason: Error) => void;
}

/** Lets as many tasks run at once as there are threads; the others wait in a fair order, in a bounded number of places. */
export class HashQueue {
  readonly #waiting: FairOrder<Waiting>;
  #running = 0;

  constructor(
    private readonly threads: number,
    places: number,
  ) {
    this.#waiting = new FairOrder(places);
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Runs the task when it is its turn; refused with `overloaded` if its place goes to somebody who holds fewer. */
  async run<T>(place: HashPlace, task: () => Promise<T>): Promise<T> {
    if (this.#running >= this.threads) await this.#turn(place);
    // A task that waited got its thread from the one that ended.
    else this.#running += 1;
    try {
      return await task();
    } finally {
      this.#passOn();
    }
  }

  #turn(place: HashPlace): Promise<void> {
    return new Promise((start, refuse) => {
      this.#waiting.add({ start, refuse }, place)?.refuse(hashingOverloaded());
    });
  }

  #passOn(): void {
    const next = this.#waiting.next();
    if (next === undefined) this.#running -= 1;
    else next.start();
  }
}
