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

/** What a process left for the next one to start from. */
export interface StoredFeed {
  /** How far the feed was followed; undefined if that is not known. */
  readonly reached: { readonly asOf: number; readonly etag: string } | undefined;
  /** Each session with the seconds since it was first learnt. */
  readonly revoked: readonly (readonly [sid: string, age: number])[];
}

/** Keeps a copy of the revocation feed, shared by the replicas of a service, for a start without the bank. */
export interface FeedStore {
  /**
   * The last copy. How far it goes is not believed beyond `latest`, in milliseconds since 1970, and is taken back in the store
   * as well: `isRepaired`.
   */
  load(latest: number): Promise<StoredFeed & { readonly isRepaired: boolean }>;
  /** Adds sessions and how far they go, both or neither; `reached` never goes back, unless it lies beyond `latest`. */
  save(reached: StoredFeed['reached'], sids: readonly string[], latest: number): Promise<void>;
  /** Drops sessions whose last token is over. */
  prune(): Promise<void>;
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
  readonly logouts: LogoutStore;
}
