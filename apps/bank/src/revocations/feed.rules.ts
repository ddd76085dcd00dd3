/** What a reader of the feed asks for. */
export interface FeedRequest {
  /** The set that it holds. */
  readonly etag: string | undefined;
  /** Seconds that it is ready to wait for news. */
  readonly wait: number;
  /** Up to when it knows everything: milliseconds since 1970 by the bank's database. */
  readonly since: number | undefined;
}

const MAX_WAIT_SECONDS = 5;
const DELTA_ABOVE = 5000;
const OVERLAP_MS = 30_000;
const STEP_MS = 10_000;
const SLOT_MS = 300_000;

/** Reads the request's headers and query; what is malformed counts as not said. */
export function feedRequest(ifNoneMatch: unknown, prefer: unknown, since: unknown): FeedRequest {
  const wait = typeof prefer === 'string' ? /(?:^|[,;\s])wait=(\d{1,4})(?=$|[,;\s])/i.exec(prefer)?.[1] : undefined;
  return {
    etag: typeof ifNoneMatch === 'string' ? /^(?:W\/)?"([\w-]{1,64})"$/.exec(ifNoneMatch.trim())?.[1] : undefined,
    wait: Math.min(Number(wait ?? 0), MAX_WAIT_SECONDS),
    since: typeof since === 'string' && /^[1-9]\d{0,14}$/.test(since) ? Number(since) : undefined,
  };
}

/**
 * From where a delta for this reader begins; undefined if it gets the whole set. Beginnings lie on whole steps, so that many
 * readers share one answer, and below what the reader knows by more than a transaction may last.
 *
 * Every five minutes a reader gets the whole set: a delta names nobody who may be forgotten.
 */
export function deltaFrom(since: number | undefined, asOf: number, living: number): number | undefined {
  if (since === undefined || since > asOf || living <= DELTA_ABOVE) return undefined;
  if (Math.floor(since / SLOT_MS) !== Math.floor(asOf / SLOT_MS)) return undefined;
  return Math.floor((since - OVERLAP_MS) / STEP_MS) * STEP_MS;
}

/** Whether a delta of so many out of all that live is worth it. */
export function isWorthwhile(delta: number, living: number): boolean {
  return delta <= living / 2;
}
