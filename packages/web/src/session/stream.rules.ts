/** Why a service ends a stream, as the page needs to know it. */
export type StreamEndCode = 'session_ended' | 'renew_required' | 'token_expired';

const CODES: readonly string[] = ['session_ended', 'renew_required', 'token_expired'] satisfies StreamEndCode[];

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
/** Of a service that knows no streams, such as one of the release before: it is asked again, but seldom. */
const UNKNOWN_PAUSE_MS = 600_000;
/** A stream that was open for so long worked: something has ended it, not refused it. */
const WORKED_MS = 10_000;

/** How a stream ended: told to, cut, or refused with a status. */
export interface StreamOutcome {
  /** What the service said; undefined where the stream broke. */
  code?: StreamEndCode | undefined;
  /** HTTP status; 0 where no answer came, or one that is no stream. */
  status: number;
  /** How long it was open. */
  livedMs: number;
  /** Seconds that the service asks to wait. */
  retryAfter?: number | undefined;
}

/** Whether a code is one by which a service ends a stream, or refuses to begin one. */
export function isEndCode(code: unknown): code is StreamEndCode {
  return CODES.includes(code as string);
}

/**
 * Reads what has come of an event stream (HTML, section 9.2): comments say that it lives, one event that it ends.
 *
 * @returns the code of the end if there was one, and the text of an event that is not complete yet
 */
export function readEvents(text: string): { code?: StreamEndCode; rest: string } {
  const events = text.replaceAll('\r', '').split('\n\n');
  const rest = events.pop() ?? '';
  for (const event of events) {
    if (!/^event: ?end$/m.test(event)) continue;
    const code = codeOf(/^data: ?(.*)$/m.exec(event)?.[1]);
    if (code !== undefined) return { code, rest };
  }
  return { rest };
}

/** How often in a row streams have ended early by now; after one that worked the count begins anew. */
export function failuresAfter(failures: number, { livedMs }: StreamOutcome): number {
  return livedMs >= WORKED_MS ? 1 : failures + 1;
}

/**
 * How long to wait before the next try: longer each time, at least as long as the service asks, and never the same for all
 * pages whose service went away.
 *
 * @param random - from 0 to 1
 */
export function pauseAfter({ status, retryAfter = 0 }: StreamOutcome, failures: number, random: number): number {
  const longer = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  // Busy services and proxies come round; any other answer stays the same for a while.
  const isUnknown = status >= 400 && status < 500 && status !== 401 && status !== 429;
  const least = Math.max(retryAfter * 1000, isUnknown ? UNKNOWN_PAUSE_MS : longer);
  return least * (1 + random / 2);
}

function codeOf(data = ''): StreamEndCode | undefined {
  try {
    const { code } = JSON.parse(data) as { code?: unknown };
    return isEndCode(code) ? code : undefined;
  } catch {
    return undefined;
  }
}
