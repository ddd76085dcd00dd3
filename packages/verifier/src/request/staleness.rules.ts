/** What is known of how fresh a caller's session is; all in seconds. */
export interface Knowledge {
  /** Since what this service knows of revocations was certainly complete; Infinity if it never was. */
  readonly feedAge: number;
  /** Since the token was issued, by our clock. */
  readonly tokenAge: number;
  /** How far our clock is ahead of the bank's, as far as the feed showed it. */
  readonly clockAhead: number;
}

/** Whether a request may pass, and if not, whether a newer token would help. */
export type Staleness = 'fresh' | 'renew_required' | 'clock_skew';

/** Seconds that a route bears which only reads. */
const READ_SECONDS = 900;
/** Seconds that a route bears which changes something. */
const WRITE_SECONDS = 300;

/** The bound of a route that names none itself. */
export function usualBound(method: string | undefined): number {
  return method === 'GET' || method === 'HEAD' ? READ_SECONDS : WRITE_SECONDS;
}

/**
 * Holds the younger of feed and token against the bound: a token that was just minted proves by itself that the session
 * lives. `clock_skew` only if a token minted this moment would be refused as well, and the bank's clock would let this one in.
 */
export function stalenessOf({ feedAge, tokenAge, clockAhead }: Knowledge, bound: number): Staleness {
  if (Math.min(feedAge, tokenAge) <= bound) return 'fresh';
  return clockAhead > bound && tokenAge - clockAhead <= bound ? 'clock_skew' : 'renew_required';
}
