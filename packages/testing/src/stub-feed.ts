import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RevocationsClaims } from '@latchkey/verifier/contract';
import { TEST_ISSUER, TEST_SECRET } from './test-environment.js';
import { HEADER, hs256, now, tokenOfTexts } from './tokens.js';

const LONGEST_WAIT_MS = 5_000;

/** A request for the feed as the bank saw it. */
export interface FeedRequest {
  /** On the monotonic clock, in milliseconds. */
  readonly at: number;
  readonly etag: string | undefined;
  readonly since: string | null;
  readonly wait: string | undefined;
}

/** The revocation feed of a stub bank. What it says instead a test may decide. */
export class StubFeed {
  readonly requests: FeedRequest[] = [];
  /** Sessions that are revoked. */
  readonly sids: string[] = [];
  /** Seconds that the bank's clock is ahead of ours. */
  clockAhead = 0;
  /** Responds instead of the feed, while it is set. */
  instead: ((response: ServerResponse) => void) | undefined;
  #asOf = Date.now();
  readonly #waiting = new Set<() => void>();

  /** How many requests wait for a change. */
  get waiting(): number {
    return this.#waiting.size;
  }

  revoke(...sids: string[]): void {
    this.#asOf = Math.max(this.#asOf + 1, Date.now());
    this.sids.push(...sids);
    this.wake();
  }

  /** Responds to all that wait. */
  wake(): void {
    this.#waiting.forEach((go) => go());
  }

  /** The set as it is now, signed now. */
  set(changes: object = {}): string {
    return this.sign({ ...this.#head(), kind: 'set', as_of: this.#asOf, sids: this.sids, ...changes });
  }

  heartbeat(changes: object = {}): string {
    return this.sign({ ...this.#head(), kind: 'heartbeat', ...changes });
  }

  sign(claims: object, secret = TEST_SECRET): string {
    const header = { ...HEADER, typ: 'revocations+jwt' };
    return tokenOfTexts(JSON.stringify(header), JSON.stringify(claims), hs256(secret));
  }

  /** Responds as the bank does: at once with what is new, else after a change or a heartbeat's time. */
  async respond({ headers }: IncomingMessage, response: ServerResponse, since: string | null): Promise<void> {
    const etag = /^"(.+)"$/.exec(headers['if-none-match'] ?? '')?.[1];
    const wait = headers['prefer'] as string | undefined;
    this.requests.push({ at: performance.now(), etag, since, wait });
    if (this.instead !== undefined) return this.instead(response);
    if (etag === this.#head().etag && wait !== 'wait=0') await this.#changeOrTimeout(response);
    response.end(etag === this.#head().etag ? this.heartbeat() : this.set());
  }

  #head(): Pick<RevocationsClaims, 'iss' | 'iat' | 'etag'> {
    return { iss: TEST_ISSUER, iat: now() + this.clockAhead, etag: `e${this.sids.length}` };
  }

  #changeOrTimeout(response: ServerResponse): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, LONGEST_WAIT_MS);
      this.#waiting.add(go);
      response.once('close', go);
    });
  }
}
