/** How a service is doing, for health checks and for whoever set it up. */
export interface LatchkeyStatus {
  /** Whether callers with a good token are answered, at least where they read: a key is known. */
  readonly ok: boolean;
  /** What is wrong, a line each, with what to do about it. Names no secret. Empty: nothing. */
  readonly problems: readonly string[];
  /** Thumbprints (RFC 7638) of the keys in use, and why those of the source are not. */
  readonly keys: { readonly thumbprints: readonly string[]; readonly fault: string | null };
  /** Seconds since what is known of revocations was certainly complete, null if it never was; and why it is not followed. */
  readonly feed: { readonly age: number | null; readonly fault: string | null };
  /** Logouts that the bank is still to be told of, as counted within the last seconds; and why it was not told. */
  readonly logouts: { readonly pending: number; readonly fault: string | null };
  /** Why the last call of the store failed. */
  readonly store: { readonly fault: string | null };
  /** Deleted accounts whose data is still to be removed, as counted within the last seconds; and why it was not. */
  readonly deletions: { readonly pending: number; readonly fault: string | null };
}
