import type { RevocationsClaims } from '../contract/revocations.contract.js';
import type { StoredFeed } from '../storage/store.js';
import { NOTHING_HEARD, stepOf, type FeedState, type FeedStep } from './feed.rules.js';
import { ClockOffset } from './clock-offset.js';

/** When an answer was asked for and when it came. */
export interface Exchange {
  /** Start of the question, in milliseconds of the monotonic clock. */
  readonly startedAt: number;
  /** Arrival, in milliseconds since 1970 by our clock. */
  readonly receivedAt: number;
}

/** All that one process learnt from the bank's feed, in memory. Asked on every request. */
export class RevocationSet {
  // In the order of learning, so that what has had its time stands in front.
  #learntAt = new Map<string, number>();
  #state: FeedState = NOTHING_HEARD;
  #renewedAt = -Infinity;
  readonly #offset = new ClockOffset();

  /**
   * @param keptSeconds how long a session is remembered after it was first learnt
   * @param now the monotonic clock, in milliseconds
   */
  constructor(
    private readonly keptSeconds: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  has(sid: string): boolean {
    return this.#learntAt.has(sid);
  }

  /** How many sessions are held. */
  get size(): number {
    return this.#learntAt.size;
  }

  get state(): FeedState {
    return this.#state;
  }

  /** Seconds since the question was asked whose answer was signed last; Infinity before the first answer. */
  age(): number {
    return (this.now() - this.#renewedAt) / 1000;
  }

  /** Seconds that our clock is ahead of the bank's, at least. */
  clockAhead(): number {
    return this.#offset.seconds();
  }

  /** Follows an authentic answer as far as the rules let it; `learnt` are the sessions that are news. */
  take(message: RevocationsClaims, { startedAt, receivedAt }: Exchange): FeedStep & { readonly learnt: string[] } {
    const step = stepOf(this.#state, message, receivedAt);
    this.#state = step.state;
    if (step.renews) {
      this.#renewedAt = Math.max(this.#renewedAt, startedAt);
      this.#offset.observe(receivedAt, message.iat);
    }
    const learnt = step.learns.filter((sid) => !this.#learntAt.has(sid));
    const now = this.now();
    for (const sid of learnt) this.#learntAt.set(sid, now);
    return { ...step, learnt };
  }

  /** Adds what was stored. How old it is by now nobody knows, so the age stays as it is. */
  recall({ reached, revoked }: StoredFeed): void {
    const now = this.now();
    const stored = revoked.map(([sid, age]): [string, number] => [sid, now - age * 1000]);
    // A map keeps the first place and the last value of a key; the earlier learning counts.
    const all = [...stored, ...this.#learntAt].toSorted(([, left], [, right]) => right - left);
    this.#learntAt = new Map([...new Map(all)].toSorted(([, left], [, right]) => left - right));
    if (reached !== undefined && reached.asOf > this.#state.asOf) this.#state = { ...this.#state, ...reached };
  }

  /** Lets go of sessions whose last token is over. */
  prune(): void {
    const until = this.now() - this.keptSeconds * 1000;
    for (const [sid, learntAt] of this.#learntAt) {
      if (learntAt >= until) return;
      this.#learntAt.delete(sid);
    }
  }
}
