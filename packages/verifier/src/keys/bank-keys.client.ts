import { boundedBody } from '../outbound/bounded-body.js';
import { expectResponse } from '../outbound/unexpected-response.js';
import { newTrace, traceHeaders } from '../trace/trace.js';

const TIMEOUT_MS = 3_000;
const MAX_BYTES = 64 * 1024;

/** What the address answered; nothing of it is believed yet. */
export interface PublishedKeys {
  readonly text: string;
  readonly etag: string | undefined;
}

/** Asks for the bank's public keys. Redirects are not followed; size and time are bounded. */
export class BankKeysClient {
  constructor(private readonly address: URL) {}

  /**
   * The set as it is published now; undefined if it is still the one with this `ETag`.
   * @throws Error that says why if there is no answer
   */
  async fetch(etag: string | undefined, stop: AbortSignal): Promise<PublishedKeys | undefined> {
    const answer = await fetch(this.address, {
      headers: {
        accept: 'application/jwk-set+json, application/json',
        ...(etag && { 'if-none-match': etag }),
        ...traceHeaders(newTrace()),
      },
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    if (answer.status === 304 && etag !== undefined) {
      await answer.body?.cancel();
      return undefined;
    }
    await expectResponse(answer);
    const body = await boundedBody(answer, MAX_BYTES);
    if (body === undefined) throw new Error(`its answer is longer than ${MAX_BYTES} bytes`);
    return { text: body.toString('utf8'), etag: answer.headers.get('etag') ?? undefined };
  }
}
