import { boundedBody } from '../outbound/bounded-body.js';
import { expectResponse } from '../outbound/unexpected-response.js';
import { traceHeaders } from '../trace/trace.js';
import { feedChannel, tracedCall, type TracedCall } from '../trace/traced-call.js';
import { FeedRefused } from './feed.errors.js';
import type { FeedState } from './feed.rules.js';
import { MAX_FEED_LENGTH } from './feed-verifier.js';
import type { Exchange } from './revocation-set.js';

/** Path of the feed at the bank. */
export const FEED_PATH = '/.well-known/latchkey/revocations';
/** Time for the way there and back, besides what the bank may wait. */
const ANSWER_WITHIN_MS = 3_000;
/** Time for the text itself, which may be long. */
const READ_WITHIN_MS = 10_000;

/** An answer of the feed, nothing of it believed yet. */
export interface FeedAnswer extends Exchange {
  readonly text: string;
}

/** Asks the bank for what is new. Redirects are not followed; size and time are bounded. */
export class FeedClient {
  /** @param address of the feed, where this server reaches the bank */
  constructor(private readonly address: URL) {}

  /**
   * Waits at the bank until there is something new, for `wait` seconds at most.
   * @throws Error that says why if the bank gives no answer; {@link FeedRefused} if that is too long
   */
  ask(held: FeedState, wait: number, stop: AbortSignal): Promise<FeedAnswer> {
    const about = { method: 'GET', url: this.address };
    return tracedCall(feedChannel, about, (call) => this.#ask(held, wait, stop, call));
  }

  async #ask(held: FeedState, wait: number, stop: AbortSignal, call: TracedCall): Promise<FeedAnswer> {
    const { etag } = held;
    const [url, clock] = [questionOf(this.address, held), new AbortController()];
    const late = (): void => clock.abort(new Error('the bank did not answer in time'));
    let timer = setTimeout(late, wait * 1000 + ANSWER_WITHIN_MS);
    const startedAt = performance.now();
    try {
      const answer = await fetch(url, {
        headers: {
          accept: 'application/jwt',
          'accept-encoding': 'gzip',
          prefer: `wait=${wait}`,
          ...(etag !== undefined && { 'if-none-match': `"${etag}"` }),
          ...traceHeaders(call.trace),
        },
        redirect: 'error',
        signal: AbortSignal.any([stop, clock.signal]),
      });
      call.status = answer.status;
      clearTimeout(timer);
      timer = setTimeout(late, READ_WITHIN_MS);
      await expectResponse(answer);
      const receivedAt = Date.now();
      // Bounded as it is unpacked: what is sent may be a thousand times shorter.
      const body = await boundedBody(answer, MAX_FEED_LENGTH);
      if (body === undefined) throw new FeedRefused('text_too_long');
      // A token is ASCII; whatever else comes is found by the verifier.
      return { text: body.toString('latin1'), startedAt, receivedAt };
    } finally {
      clearTimeout(timer);
    }
  }
}

// A bank of an earlier release looks at `since` alone.
function questionOf(address: URL, { asOf, rightsAsOf, etag, deletedTo }: FeedState): URL {
  const url = new URL(address);
  url.searchParams.set('ver', '2');
  if (etag !== undefined) url.searchParams.set('since', String(asOf));
  if (etag !== undefined && rightsAsOf > 0) url.searchParams.set('rights_since', String(rightsAsOf));
  url.searchParams.set('deleted_after', String(deletedTo));
  return url;
}
