import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { ForgedAnswer } from '../attacks/forged-feeds.js';
import type { MintedTokens } from './minted-tokens.js';

/** How the stub bank answers a service that asks for its feed. */
export type Mood =
  /** Refuses to say anything, as from the start. */
  | 'away'
  /** Answers truly: the set, what was added to it, or "unchanged" at the end of the wait. */
  | 'true'
  /** Answers the whole set at once and always: a service that was given a forgery has no reason to wait with the next question. */
  | 'eager'
  /** Brings an old answer again and again, in turn with "unchanged" of a set that nobody has. */
  | 'replaying';

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly url: string;
}

interface Waiting {
  readonly outgoing: ServerResponse;
  readonly etag: string | undefined;
  readonly since: number | undefined;
  readonly timer: NodeJS.Timeout;
}

const FEED = '/.well-known/latchkey/revocations';

/** Stands for the bank's side of the revocation feed, for a service whose BANK_URL leads here. */
export class StubBank {
  /** Whether the service came with the name of a set: then it heard a bank before this run. */
  cameKnowing = false;
  /** Questions for the feed. */
  asked = 0;
  /** Sessions that it was told of: by a token at `POST /api/logout`, or by a proof at `POST /api/logout/delivered`. */
  readonly loggedOut: string[] = [];
  /** The last true answer that was a set. */
  lastSet = '';
  #mood: Mood = 'away';
  #revoked: { sid: string; at: number }[] = [];
  #version = 0;
  #old = '';
  #asOf = 0;
  #forged: { answer: ForgedAnswer; given: () => void } | undefined;
  #given: (() => void) | undefined;
  readonly #waiting = new Set<Waiting>();
  readonly #server: Server;
  readonly #tokens: MintedTokens;
  readonly #issuer: string;
  readonly #services: readonly Entry[];
  /** Names the sets of this run, so that none of an earlier one is taken for the same. */
  readonly #runId = randomUUID().slice(0, 8);

  constructor(tokens: MintedTokens, issuer: string, services: readonly Entry[]) {
    this.#tokens = tokens;
    this.#issuer = issuer;
    this.#services = services;
    this.#server = createServer((incoming, outgoing) => this.#answer(incoming, outgoing));
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
  }

  close(): Promise<void> {
    for (const { timer } of this.#waiting) clearTimeout(timer);
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  set mood(mood: Mood) {
    this.#old = this.lastSet;
    this.#mood = mood;
    this.#wake();
  }

  /** Ends a session: it is told at once. */
  revoke(sid: string): void {
    this.#revoked.push({ sid, at: this.#now() });
    this.#version += 1;
    this.#wake();
  }

  /** Gives this instead of an answer; resolves when another question has come since. */
  give(answer: ForgedAnswer): Promise<void> {
    return new Promise((resolve) => {
      this.#forged = { answer, given: resolve };
      this.#wake();
    });
  }

  #answer(incoming: IncomingMessage, outgoing: ServerResponse): void {
    outgoing.on('error', () => outgoing.destroy());
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://bank.invalid');
    if (pathname === FEED) return this.#feed(incoming, outgoing, searchParams.get('since'));
    if (pathname === '/.well-known/latchkey/services') {
      incoming.resume();
      return json(outgoing, { services: this.#services });
    }
    void this.#told(pathname, incoming).then((sid) => {
      if (sid === undefined) return void outgoing.writeHead(503).end();
      this.loggedOut.push(sid);
      outgoing.writeHead(204).end();
    });
  }

  /** The session that a logout names, however it is told. */
  async #told(path: string, incoming: IncomingMessage): Promise<string | undefined> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    if (this.#mood === 'away') return undefined;
    if (path === '/api/logout') return sidOf((incoming.headers.authorization ?? '').replace(/^Bearer /i, ''));
    if (path !== '/api/logout/delivered') return undefined;
    try {
      return sidOf((JSON.parse(Buffer.concat(chunks).toString()) as { proof: string }).proof);
    } catch {
      return undefined;
    }
  }

  #feed(incoming: IncomingMessage, outgoing: ServerResponse, since: string | null): void {
    this.asked += 1;
    const etag = /^"(.+)"$/.exec(incoming.headers['if-none-match'] ?? '')?.[1];
    if (this.#mood === 'away') {
      this.cameKnowing ||= this.lastSet === '' && etag !== undefined;
      return void incoming.socket.destroy();
    }
    const wait = Number(/wait=(\d+)/.exec(String(incoming.headers.prefer))?.[1] ?? 0);
    const asking = { outgoing, etag, since: since === null ? undefined : Number(since) };
    const timer = setTimeout(() => this.#settle(waiting), Math.min(wait, 5) * 1_000);
    const waiting: Waiting = { ...asking, timer };
    this.#waiting.add(waiting);
    const waits = this.#mood === 'true' && this.#forged === undefined && etag === this.#etag;
    if (!waits) this.#settle(waiting);
  }

  get #etag(): string {
    return `${this.#runId}-${this.#version}`;
  }

  #wake(): void {
    for (const waiting of this.#waiting) this.#settle(waiting);
  }

  #settle(waiting: Waiting): void {
    clearTimeout(waiting.timer);
    this.#waiting.delete(waiting);
    const { outgoing } = waiting;
    if (this.#mood === 'away') return void outgoing.destroy();
    if (this.#given !== undefined) {
      this.#given();
      this.#given = undefined;
    }
    if (this.#forged !== undefined) {
      const { answer, given } = this.#forged;
      this.#forged = undefined;
      this.#given = given;
      return forge(outgoing, answer);
    }
    const text = this.#mood === 'replaying' ? this.#replayed() : this.#text(waiting);
    outgoing.writeHead(200, { 'content-type': 'application/jwt', etag: `"${this.#etag}"` }).end(text);
  }

  #replayed(): string {
    if (this.asked % 2 === 0) return this.#old;
    const iat = Math.floor(Date.now() / 1000);
    return this.#tokens.signed('revocations+jwt', { kind: 'heartbeat', iss: this.#issuer, iat, etag: 'of-nobody' });
  }

  #text({ etag, since }: Waiting): string {
    const head = { iss: this.#issuer, iat: Math.floor(Date.now() / 1000), etag: this.#etag };
    const isEager = this.#mood === 'eager';
    if (etag === this.#etag && !isEager) return this.#tokens.signed('revocations+jwt', { kind: 'heartbeat', ...head });
    const as_of = this.#now();
    const isOfThisRun = etag?.startsWith(`${this.#runId}-`) === true;
    if (since !== undefined && isOfThisRun && !isEager) {
      const sids = this.#revoked.filter(({ at }) => at >= since).map(({ sid }) => sid);
      return this.#tokens.signed('revocations+jwt', { kind: 'delta', ...head, as_of, since, sids });
    }
    const sids = this.#revoked.map(({ sid }) => sid);
    this.lastSet = this.#tokens.signed('revocations+jwt', { kind: 'set', ...head, as_of, sids });
    return this.lastSet;
  }

  /** Later at every call, as a reading of a database is. */
  #now(): number {
    this.#asOf = Math.max(Date.now(), this.#asOf + 1);
    return this.#asOf;
  }
}

function forge(outgoing: ServerResponse, { status = 200, headers, body = '', breaksOff }: ForgedAnswer): void {
  outgoing.writeHead(status, headers ?? { 'content-type': 'application/jwt' });
  if (breaksOff !== true) return void outgoing.end(body);
  outgoing.write(body);
  setTimeout(() => outgoing.destroy(), 20);
}

function json(outgoing: ServerResponse, body: unknown): void {
  outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sidOf(text: string): string | undefined {
  try {
    const { sid } = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as { sid?: unknown };
    return typeof sid === 'string' ? sid : undefined;
  } catch {
    return undefined;
  }
}
