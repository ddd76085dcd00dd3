/** Share of a token's life after which it is asked about. */
const DUE_AT = 0.9;
/** Two answers may disagree by a second about an age. */
const ROUNDING_MS = 1_500;
const PAUSE_AFTER_FAILURE_MS = 60_000;
const OLD_AFTER_MS = { return: 5_000, use: 15_000, time: 60_000 };

/** Why a page wonders whether its session still lives: the person is back on it, uses it, or time went by. */
export type PollCause = keyof typeof OLD_AFTER_MS;

/** What is known when a page wonders; all times in milliseconds. */
export interface PollTimes {
  /** Time since a service last said something about the session. */
  heardMs: number;
  /** Time since the last failed poll, `Infinity` if there was none. */
  failedMs: number;
  tokenMs: number;
  /** How long a token lives; 0 while nobody is known. */
  tokenLifeMs: number;
  /** The person can see the page, and the browser has a network. */
  isHere: boolean;
  /** The service tells of the session's end by itself. */
  isStreaming: boolean;
}

/** Time until the service should be asked about the session; `Infinity` if that is done or would not help. */
export function untilPollDue(cause: PollCause, times: PollTimes): number {
  const { heardMs, failedMs, tokenMs, tokenLifeMs, isHere, isStreaming } = times;
  // An expired token is rejected for that, whatever became of its session: only a renewal learns more.
  if (tokenMs >= tokenLifeMs) return Infinity;
  const untilRipe = tokenLifeMs * DUE_AT - tokenMs;
  // One poll while the token is still valid misses no renewal up to twice its life.
  const byAge = heardMs <= ROUNDING_MS - untilRipe ? Infinity : untilRipe;
  // Without a stream, a session that was revoked elsewhere does not announce it: an open page has to ask.
  const byPoll = isHere && !isStreaming ? OLD_AFTER_MS[cause] - heardMs : Infinity;
  const pause = failedMs <= heardMs ? PAUSE_AFTER_FAILURE_MS - failedMs : 0;
  return Math.max(0, pause, Math.min(byAge, byPoll));
}
