/** Answers looked back at: about a minute. */
const REMEMBERED = 12;

/**
 * Estimates how far our clock is ahead of the bank's, from answers of the feed, which are signed when they are sent. The
 * quickest of the last ones comes closest; whole seconds in `iat` leave one second open, which is counted in favour of both
 * clocks being right.
 */
export class ClockOffset {
  readonly #millis: number[] = [];

  /**
   * @param receivedAt milliseconds since 1970 by our clock
   * @param iat seconds since 1970 by the bank's
   */
  observe(receivedAt: number, iat: number): void {
    this.#millis.push(receivedAt - iat * 1000);
    if (this.#millis.length > REMEMBERED) this.#millis.shift();
  }

  /** Positive: ahead; negative: behind; 0 if nothing shows a difference. */
  seconds(): number {
    if (this.#millis.length === 0) return 0;
    const most = Math.min(...this.#millis) / 1000;
    return most < 0 ? most : Math.max(0, most - 1);
  }
}
