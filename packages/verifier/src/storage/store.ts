import type { DeletionNews } from './deletion-news.rules.js';

/** A person and a version of their rights. */
export type RightsEntry = readonly [sub: string, rv: number];

/** A logout as a caller wants it. */
export interface Logout {
  readonly sid: string;
  /** Whose session it is; unknown of what an earlier release queued. */
  readonly sub: string | null;
  /** Only where this service cannot prove by a key of its own. */
  readonly token: string | null;
  /** All other sessions of the person are meant too. */
  readonly everywhere: boolean;
}

/** A logout that this process is to deliver now. */
export interface ClaimedLogout extends Logout {
  /** How often it was claimed, this time included. */
  readonly tries: number;
}

/** How far the feed was followed: milliseconds since 1970 by the bank's database, for sessions and for rights. */
export interface ReachedFeed {
  readonly asOf: number;
  readonly etag: string;
  /** 0 if no answer of version 2 was heard. */
  readonly rightsAsOf: number;
}

/** What a process left for the next one to start from. */
export interface StoredFeed {
  /** Undefined if how far it goes is not known. */
  readonly reached: ReachedFeed | undefined;
  /** Each session with the seconds since it was first learnt. */
  readonly revoked: readonly (readonly [sid: string, age: number])[];
  /** People whose rights have changed, with the version in force and the seconds since that was learnt. */
  readonly rights: readonly (readonly [sub: string, rv: number, age: number])[];
  /** Up to which of the bank's cursors deleted accounts were stored. */
  readonly deletedTo: number;
}

/** What was learnt since the last writing. */
export interface FeedNews {
  /** Undefined if it is not known how far everything goes. */
  readonly reached: ReachedFeed | undefined;
  readonly sids: readonly string[];
  readonly rights: readonly RightsEntry[];
  /** In the order of learning. */
  readonly deletions: readonly DeletionNews[];
}

/** Keeps a copy of the revocation feed, shared by the replicas of a service, for a start without the bank. */
export interface FeedStore {
  /**
   * The last copy. How far it goes is not believed beyond `latest`, in milliseconds since 1970, and is taken back in the store
   * as well: `isRepaired`.
   */
  load(latest: number): Promise<StoredFeed & { readonly isRepaired: boolean }>;
  /**
   * Adds news: all of it or nothing. Neither `reached` nor a version of rights goes back, unless the former lies beyond
   * `latest`. Deleted accounts become pending for {@link DeletionStore}, but for those up to the cursor that is stored, which
   * another replica has brought; where the bank starts again, a cursor above that place goes back to 0.
   */
  save(news: FeedNews, latest: number): Promise<void>;
  /** Drops sessions whose last token is over, and changes of rights that every living token knows. */
  prune(): Promise<void>;
}

/** A deleted account whose data this process is to remove now. */
export interface ClaimedDeletion {
  readonly sub: string;
  /** How often it was claimed, this time included. */
  readonly tries: number;
}

/** Keeps the deleted accounts whose data the service is still to remove. */
export interface DeletionStore {
  /**
   * Takes one that is due; undefined if there is none. No other replica gets it for `seconds`, even if this process dies.
   */
  claim(seconds: number): Promise<ClaimedDeletion | undefined>;
  /** Drops one whose data is gone. */
  settle(sub: string): Promise<void>;
  /** Has one come up again after so many milliseconds. */
  postpone(sub: string, milliseconds: number): Promise<void>;
  countPending(): Promise<number>;
}

/** Keeps the sessions that were ended here, and the logouts that the bank is still to be told of. */
export interface LogoutStore {
  /**
   * Ends a session here and queues the news for the bank: both or neither. Everywhere outranks a plain logout.
   * @param authTime when the session began, in seconds since 1970
   */
  add(logout: Logout, authTime: number): Promise<void>;
  /** All sessions that were ended at this service and are still to be held. */
  revoked(): Promise<string[]>;
  /** Lets go of sessions that the bank's own set names. */
  forget(sids: readonly string[]): Promise<void>;
  /** Takes logouts that are due; no other replica gets them for some seconds, even if this process dies. */
  claim(limit: number): Promise<ClaimedLogout[]>;
  /** Drops a logout that needs no further try, unless it has meanwhile become one of everywhere. */
  settle(logout: Logout): Promise<void>;
  /** Has a logout come up again after so many milliseconds. */
  postpone(logout: Logout, milliseconds: number): Promise<void>;
  countPending(): Promise<number>;
  /** Drops what has outlived its session. */
  sweep(): Promise<void>;
  /** Calls the listener when a session was ended at another replica; may miss some, `revoked` is the truth. */
  watch(listener: () => void): { close(): Promise<void> };
}

/** Everything that a service that only verifies keeps. */
export interface VerifierStore {
  readonly feed: FeedStore;
  readonly deletions: DeletionStore;
  readonly logouts: LogoutStore;
}
