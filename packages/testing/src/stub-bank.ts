import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { freePort } from './free-port.js';
import { StubFeed } from './stub-feed.js';
import { StubLogouts } from './stub-logouts.js';

/** How a stub bank differs from one that serves everything. */
export interface StubBankOptions {
  /** Whether it publishes revocations; without a feed its address is not found. */
  readonly hasFeed?: boolean;
  /** Answers every request instead of the stub. */
  readonly respond?: RequestListener;
}

/** Stands in for the bank towards a service that only verifies: a real server, whose database is a list. */
export class StubBank {
  readonly feed = new StubFeed();
  readonly logouts = new StubLogouts();
  #server: Server | undefined;
  #port = 0;

  constructor(private readonly options: StubBankOptions = {}) {}

  /** Where it listens, or listened before it was stopped. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens; after a stop again on the same port. */
  async start(): Promise<this> {
    this.#port ||= await freePort();
    const server = createServer(this.options.respond ?? ((request, response) => this.#respond(request, response)));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.#port, '127.0.0.1', resolve);
    });
    this.#server = server;
    return this;
  }

  /** Ends all connections; a request now finds nobody. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  #respond(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url!, this.url);
    if (request.method === 'POST') return this.logouts.take(request, response);
    const isFeed = pathname === '/.well-known/latchkey/revocations' && this.options.hasFeed !== false;
    if (!isFeed) return void response.writeHead(404).end();
    void this.feed.respond(request, response, searchParams);
  }
}
