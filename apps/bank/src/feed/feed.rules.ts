/** What a reader of the feed asks for. */
export interface FeedRequest {
  /** 2: all lists; 1: sessions alone. */
  readonly ver: 1 | 2;
  /** What it holds. */
  readonly etag: string | undefined;
  /** Seconds that it is ready to wait for news. */
  readonly wait: number;
  /** Up to when it knows everything of the lists that it asks for: milliseconds since 1970 by the bank's database. */
  readonly since: number | undefined;
  /** The newest moment of which it was told by some replica of the bank. */
  readonly heard: number;
  /** Where it stands in the list of deleted accounts. */
  readonly deletedAfter: number | undefined;
}

/** What a request of the feed carries, as it came. */
export interface FeedParameters {
  readonly ifNoneMatch?: unknown;
  readonly prefer?: unknown;
  readonly ver?: unknown;
  readonly since?: unknown;
  readonly rightsSince?: unknown;
  readonly deletedAfter?: unknown;
  readonly acceptEncoding?: unknown;
}

const MAX_WAIT_SECONDS = 5;
/** So many that live are told whole each time. More are long to send, so that only so many readers may be sent them at once. */
export const WHOLE_UP_TO = 1000;
/** A delta of more is long to write. */
export const LONG_DELTA = 5000;
/** Longer than a transaction may last between telling the time and its commit. */
export const OVERLAP_MS = 30_000;
const STEP_MS = 10_000;
const LONG_STEP_MS = 240_000;
const RECENT_MS = 60_000;
const LAG_STEP_MS = 5000;

/** Reads the request's headers and query; what is malformed counts as not said. */
export function feedRequest({ ifNoneMatch, prefer, ver, ...asked }: FeedParameters): FeedRequest {
  const wait = typeof prefer === 'string' ? /(?:^|[,;\s])wait=(\d{1,4})(?=$|[,;\s])/i.exec(prefer)?.[1] : undefined;
  const all = ver === '2';
  const [since, rightsSince] = [moment(asked.since), all ? moment(asked.rightsSince) : undefined];
  const known = [since, ...(all ? [rightsSince] : [])];
  return {
    ver: all ? 2 : 1,
    etag: typeof ifNoneMatch === 'string' ? /^(?:W\/)?"([\w-]{1,64})"$/.exec(ifNoneMatch.trim())?.[1] : undefined,
    wait: Math.min(Number(wait ?? 0), MAX_WAIT_SECONDS),
    since: known.includes(undefined) ? undefined : Math.min(...(known as number[])),
    heard: Math.max(since ?? 0, rightsSince ?? 0),
    deletedAfter: all ? cursor(asked.deletedAfter) : undefined,
  };
}

function moment(text: unknown): number | undefined {
  return typeof text === 'string' && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

function cursor(text: unknown): number | undefined {
  return text === '0' ? 0 : moment(text);
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
 * all readers, and below what the reader knows by more than a transaction may last; on long ones for a reader that
 * lags in the list of deletions, since each of its pages is an answer of its own. Whom it may forget the reader knows by
 * itself: what it learnt so long ago that no token can be left.
 */
export function deltaFor(
  since: number | undefined,
  asOf: number,
  kept: number,
  active: number,
  lags = false,
): DeltaRange | undefined {
  if (since === undefined || since > asOf || since - LONG_STEP_MS < asOf - kept || active <= WHOLE_UP_TO)
    return undefined;
  const isLong = lags || asOf - since > RECENT_MS;
  const step = isLong ? LONG_STEP_MS : STEP_MS;
  return { from: Math.floor((since - OVERLAP_MS) / step) * step, isLong };
}

/** A moment, no later, that many share: for a reader that lags in the list of deletions, whose pages are many already. */
export function lagMoment(since: number): number {
  return Math.floor(since / LAG_STEP_MS) * LAG_STEP_MS;
}

/** Whether a delta of so many out of all that live is worth it. */
export function isWorthwhile(delta: number, active: number): boolean {
  return delta <= active / 2;
}

/** A range in the list of deleted accounts: after one cursor, up to and with another. */
export interface DeletionPage {
  readonly after: number;
  readonly to: number;
  /** Whether its reader is behind: a little, or so far that the list comes in several pages. */
  readonly lag: 'none' | 'near' | 'far';
}

/** Where the list of deleted accounts begins and ends at the bank. */
export interface DeletionRange {
  /** Cursor before the oldest that is kept. */
  readonly start: number;
  readonly newest: number;
  /** Whether this was the newest cursor a moment ago. */
  wasNewest(cursor: number): boolean;
}

const NEAR = 1000;
const PAGE = 10_000;

/**
 * What of the list a reader gets that stands at a cursor. Pages lie on whole thousands, so that few answers serve all
 * readers, whatever cursors they claim; only who heard one of the last answers is told exactly what is new. A cursor above
 * the newest is from before a backup was restored: its reader is shown where the list ends now. Who stands before the oldest
 * is told that nothing else is kept.
 */
export function deletionPage(cursor: number, range: DeletionRange): DeletionPage {
  const { start, newest } = range;
  if (cursor >= newest) return { after: newest, to: newest, lag: 'none' };
  const from = Math.max(cursor, start);
  const isFar = newest - from > NEAR;
  if (!isFar && from === cursor && range.wasNewest(cursor)) return { after: cursor, to: newest, lag: 'none' };
  const step = isFar ? PAGE : NEAR;
  const floor = Math.floor(from / step) * step;
  const after = cursor < start ? 0 : floor;
  return isFar ? { after, to: Math.min(floor + PAGE, newest), lag: 'far' } : { after, to: newest, lag: 'near' };
}
