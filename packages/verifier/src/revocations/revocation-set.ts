import type { RevocationsClaims } from '../contract/revocations.js';
import type { RightsEntry, StoredFeed } from '../storage/store.js';
import { ChangedRights } from './changed-rights.js';
import type { DeletionReason } from './deletions.rules.js';
import { NOTHING_HEARD, stepOf, type FeedState, type FeedStep } from './feed.rules.js';
import { ClockOffset } from './clock-offset.js';
import { NewsListeners, type RevocationListener } from './revocation-news.js';

/** When an answer was asked for and when it came. */
export interface Exchange {
  /** Start of the question, in milliseconds of the monotonic clock. */
  readonly startedAt: number;
  /** Arrival, in milliseconds since 1970 by our clock. */
  readonly receivedAt: number;
}

/** What came of an answer, and what of it is news. */
export interface TakenAnswer extends FeedStep {
  /** Sessions. */
  readonly learnt: readonly string[];
  readonly learntRights: readonly RightsEntry[];
  /** What is odd about an answer that is followed: each is counted, and changes nothing for people. */
  readonly oddities: readonly FeedOddity[];
}

/**
 * Deletions that do not go on from ours; or rights older than what is known, in an answer that is newer: the bank was restored
 * from a backup. Then tokens with these are refused until those from before can not be alive.
 */
export type FeedOddity = DeletionReason | 'rights_back';

/** All that one process learnt from the bank's feed, in memory. Asked on every request. */
export class RevocationSet {
  readonly rights = new ChangedRights();
  // In the order of learning, so that what has had its time stands in front.
  #learntAt = new Map<string, number>();
  #state: FeedState = NOTHING_HEARD;
  #renewedAt = -Infinity;
  #rightsRenewedAt = -Infinity;
  readonly #offset = new ClockOffset();
  readonly #news = new NewsListeners();

  /**
   * @param keptSeconds how long a session, or a change of rights, is remembered after it was first learnt
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

  /**
   * Seconds since the question was asked whose answer was signed last; Infinity before the first answer. Only sessions are
   * meant: a bank of an earlier release tells of them alone.
   */
  age(): number {
    return (this.now() - this.#renewedAt) / 1000;
  }

  /** The same of an answer that tells of changed rights too. */
  rightsAge(): number {
    return (this.now() - this.#rightsRenewedAt) / 1000;
  }

  /** Seconds that our clock is ahead of the bank's, at least. */
  clockAhead(): number {
    return this.#offset.seconds();
  }

  /** Calls the listener with what is learnt from now on. */
  onNews(listener: RevocationListener): void {
    this.#news.add(listener);
  }

  /** Follows an authentic answer as far as the rules let it. */
  take(message: RevocationsClaims, { startedAt, receivedAt }: Exchange): TakenAnswer {
    const step = stepOf(this.#state, message, receivedAt);
    this.#state = step.state;
    if (step.renews) {
      this.#renewedAt = Math.max(this.#renewedAt, startedAt);
      this.#offset.observe(receivedAt, message.iat);
    }
    if (step.renewsRights) this.#rightsRenewedAt = Math.max(this.#rightsRenewedAt, startedAt);
    const learnt = step.learns.filter((sid) => !this.#learntAt.has(sid));
    const now = this.now();
    for (const sid of learnt) this.#learntAt.set(sid, now);
    const oddities: FeedOddity[] = step.deletionReason === undefined ? [] : [step.deletionReason];
    if (step.reason === undefined && this.rights.areBack(step.rights)) oddities.push('rights_back');
    const learntRights = this.rights.learn(step.rights, now);
    this.#news.tell({ sids: learnt, rights: learntRights });
    return { ...step, learnt, learntRights, oddities };
  }

  /** Adds what was stored. How old it is by now nobody knows, so the age stays as it is. */
  recall({ reached, revoked, rights, deletedTo }: StoredFeed): void {
    const now = this.now();
    const stored = revoked.map(([sid, age]): [string, number] => [sid, now - age * 1000]);
    // A map keeps the first place and the last value of a key; the earlier learning counts.
    const all = [...stored, ...this.#learntAt].toSorted(([, left], [, right]) => right - left);
    this.#learntAt = new Map([...new Map(all)].toSorted(([, left], [, right]) => left - right));
    this.rights.recall(rights, now);
    const held = this.#state;
    const { asOf, etag } = reached !== undefined && reached.asOf > held.asOf ? reached : held;
    const rightsAsOf = Math.max(held.rightsAsOf, reached?.rightsAsOf ?? 0);
    this.#state = { ...held, asOf, etag, rightsAsOf, deletedTo: Math.max(held.deletedTo, deletedTo) };
    this.#news.tell({ sids: stored.map(([sid]) => sid), rights: rights.map(([sub, rv]) => [sub, rv]) });
  }

  /** Lets go of sessions whose last token is over, and of changes that every living token knows. */
  prune(): void {
    const until = this.now() - this.keptSeconds * 1000;
    this.rights.prune(until);
    for (const [sid, learntAt] of this.#learntAt) {
      if (learntAt >= until) return;
      this.#learntAt.delete(sid);
    }
  }
}
