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
const LONG_STEP_MS = 240_000;
const RECENT_MS = 60_000;

/** Reads the request's headers and query; what is malformed counts as not said. */
export function feedRequest(ifNoneMatch: unknown, prefer: unknown, since: unknown): FeedRequest {
  const wait = typeof prefer === 'string' ? /(?:^|[,;\s])wait=(\d{1,4})(?=$|[,;\s])/i.exec(prefer)?.[1] : undefined;
  return {
    etag: typeof ifNoneMatch === 'string' ? /^(?:W\/)?"([\w-]{1,64})"$/.exec(ifNoneMatch.trim())?.[1] : undefined,
    wait: Math.min(Number(wait ?? 0), MAX_WAIT_SECONDS),
    since: typeof since === 'string' && /^[1-9]\d{0,14}$/.test(since) ? Number(since) : undefined,
  };
}

/** Whether a reader bears gzip (RFC 9110 §12.5.3); `*` may mean anything, so it is not taken for a yes. */
export function acceptsGzip(acceptEncoding: unknown): boolean {
  if (typeof acceptEncoding !== 'string') return false;
  return acceptEncoding.split(',').some((one) => {
    const [coding = '', ...parameters] = one.split(';');
    return coding.trim().toLowerCase() === 'gzip' && !parameters.some((text) => /^\s*q=0(\.0{0,3})?\s*$/i.test(text));
  });
}

/** From where a delta begins, in milliseconds since 1970, and whether it reaches far back. */
export interface DeltaRange {
  readonly from: number;
  readonly isLong: boolean;
}

/**
 * The delta for this reader; undefined if it gets the whole set. Beginnings lie on whole steps, so that few answers serve
 * all readers, and below what the reader knows by more than a transaction may last. Whom it may forget the reader knows by
 * itself: what it learnt so long ago that no token can be left.
 */
export function deltaFor(
  since: number | undefined,
  asOf: number,
  kept: number,
  active: number,
): DeltaRange | undefined {
  if (since === undefined || since > asOf || since - LONG_STEP_MS < asOf - kept || active <= DELTA_ABOVE)
    return undefined;
  const isLong = asOf - since > RECENT_MS;
  const step = isLong ? LONG_STEP_MS : STEP_MS;
  return { from: Math.floor((since - OVERLAP_MS) / step) * step, isLong };
}

/** Whether a delta of so many out of all that live is worth it. */
export function isWorthwhile(delta: number, active: number): boolean {
  return delta <= active / 2;
}
