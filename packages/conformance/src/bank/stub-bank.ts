import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ForgedAnswer } from '../attacks/feed-forge.js';
import type { MintedTokens } from './minted-tokens.js';
import { feedQuestion, StubFeed, type FeedQuestion } from './stub-feed.js';

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
  readonly question: FeedQuestion;
  readonly timer: NodeJS.Timeout;
}

const FEED = '/.well-known/latchkey/revocations';

/** Stands for the bank's side of the revocation feed, for a service whose BANK_URL leads here. */
export class StubBank {
  /** Whether the service came with the name of a set: then it heard a bank before this run. */
  cameKnowing = false;
  /** Questions for the feed. */
  asked = 0;
  /** Whether the service was found not to act on what it is told. */
  isIgnored = false;
  /** Sessions that it was told of: by a token at `POST /api/logout`, or by a proof at `POST /api/logout/delivered`. */
  readonly loggedOut: string[] = [];
  /** The last question for the feed. */
  lastQuestion: FeedQuestion | undefined;
  #mood: Mood = 'away';
  #old = '';
  #forged: { answer: ForgedAnswer; given: () => void } | undefined;
  #given: (() => void) | undefined;
  readonly #waiting = new Set<Waiting>();
  readonly #server: Server;
  readonly #services: readonly Entry[];
  readonly #feed: StubFeed;

  constructor(tokens: MintedTokens, issuer: string, services: readonly Entry[]) {
    this.#feed = new StubFeed(tokens, issuer);
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

  /** The last true answer that was a set. */
  get lastSet(): string {
    return this.#feed.lastSet;
  }

  /** The newest cursor of the list of deleted accounts. */
  get cursor(): number {
    return this.#feed.cursor;
  }

  /** Answers as a replica of the release before, which knows no version 2 of the feed. */
  set isOld(isOld: boolean) {
    this.#feed.isOld = isOld;
    this.#wake();
  }

  /** Ends a session: it is told at once. */
  revoke(sid: string): void {
    this.#feed.revoke(sid);
    this.#wake();
  }

  /** Changes what a person may do; the same, to readers of version 2. */
  changeRights(sub: string, rv: number): void {
    this.#feed.changeRights(sub, rv);
    this.#wake();
  }

  /** Deletes an account for good; the same, to readers of version 2. */
  deleteAccount(sub: string): void {
    this.#feed.deleteAccount(sub);
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
    const url = new URL(incoming.url ?? '/', 'http://bank.invalid');
    const { pathname } = url;
    if (pathname === FEED) return this.#ask(incoming, outgoing, feedQuestion(url, incoming.headers['if-none-match']));
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

  #ask(incoming: IncomingMessage, outgoing: ServerResponse, question: FeedQuestion): void {
    this.asked += 1;
    this.lastQuestion = question;
    if (this.#mood === 'away') {
      this.cameKnowing ||= this.lastSet === '' && question.etag !== undefined;
      return void incoming.socket.destroy();
    }
    const wait = Number(/wait=(\d+)/.exec(String(incoming.headers.prefer))?.[1] ?? 0);
    const timer = setTimeout(() => this.#settle(waiting), Math.min(wait, 5) * 1_000);
    const waiting: Waiting = { outgoing, question, timer };
    this.#waiting.add(waiting);
    const waits = this.#mood === 'true' && this.#forged === undefined && this.#feed.isNothingNew(question);
    if (!waits) this.#settle(waiting);
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
    const { question } = waiting;
    const isReplayed = this.#mood === 'replaying';
    const text = isReplayed ? this.#replayed(question) : this.#feed.answer(question, this.#mood === 'eager');
    const etag = `"${this.#feed.etagFor(question)}"`;
    outgoing.writeHead(200, { 'content-type': 'application/jwt', etag }).end(text);
  }

  #replayed(question: FeedQuestion): string {
    return this.asked % 2 === 0 ? this.#old : this.#feed.strangeHeartbeat(question);
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
