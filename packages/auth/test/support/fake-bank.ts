import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { RevocationsClaims } from '@latchkey/verifier/contract';
import { hs256, ISSUER, kidOf, tokenOfTexts } from '../../../verifier/test/support/hand-made-tokens.js';
import { freePort, TEST_SECRET } from '@latchkey/testing';

const HEADER = { alg: 'HS256', kid: kidOf(TEST_SECRET), typ: 'revocations+jwt' };

/** A question as the bank saw it. */
export interface Asked {
  /** On the monotonic clock, in milliseconds. */
  readonly at: number;
  readonly etag: string | undefined;
  readonly since: string | null;
  readonly wait: string | undefined;
}

/** Plays the bank's feed: a real server, whose database is a list. What it says instead a test may decide. */
export class FakeBank {
  readonly asked: Asked[] = [];
  readonly sids: string[] = [];
  /** Seconds that the bank's clock is ahead of ours. */
  clockAhead = 0;
  /** Answers instead of the feed, while it is set. */
  instead: ((response: ServerResponse) => void) | undefined;
  #server: Server | undefined;
  #port = 0;
  #asOf = Date.now();
  readonly #waiting = new Set<() => void>();

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** How many questions wait for news. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Opens the door, after a stop again on the same port. */
  async start(): Promise<this> {
    this.#port ||= await freePort();
    this.#server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => this.#server!.listen(this.#port, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  revoke(...sids: string[]): void {
    this.#asOf = Math.max(this.#asOf + 1, Date.now());
    this.sids.push(...sids);
    this.wake();
  }

  /** Answers all who wait. */
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
    return tokenOfTexts(JSON.stringify(HEADER), JSON.stringify(claims), hs256(secret));
  }

  #head(): Pick<RevocationsClaims, 'iss' | 'iat' | 'etag'> {
    return { iss: ISSUER, iat: Math.floor(Date.now() / 1000) + this.clockAhead, etag: `e${this.sids.length}` };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, this.url);
    if (url.pathname !== '/.well-known/latchkey/revocations') return void response.writeHead(404).end();
    const etag = /^"(.+)"$/.exec(request.headers['if-none-match'] ?? '')?.[1];
    const prefer = request.headers['prefer'] as string | undefined;
    this.asked.push({ at: performance.now(), etag, since: url.searchParams.get('since'), wait: prefer });
    if (this.instead !== undefined) return this.instead(response);
    if (etag === this.#head().etag && prefer !== 'wait=0') await this.#news(response);
    response.end(etag === this.#head().etag ? this.heartbeat() : this.set());
  }

  #news(response: ServerResponse): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, 5_000);
      this.#waiting.add(go);
      response.once('close', go);
    });
  }
}
