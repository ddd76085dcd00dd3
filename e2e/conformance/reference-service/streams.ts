import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Facts } from './checks.ts';
import type { Sessions } from './sessions.ts';
import type { Caller } from './transport.ts';

const LOOK_EVERY_MS = 50;

interface Open {
  readonly caller: Caller;
  readonly response: ServerResponse;
}

/** The streams of pages that are open. One timer looks at all of them. */
export class Streams {
  readonly #facts: Facts;
  readonly #sessions: Sessions;
  readonly #open = new Set<Open>();
  /** The end of the newest token that was seen, by its session. */
  readonly #newest = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(facts: Facts, sessions: Sessions) {
    this.#facts = facts;
    this.#sessions = sessions;
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** A newer token of a session lets its streams live on. */
  saw({ claims: { sid, exp } }: Caller): void {
    if (!this.#facts.has('stream of a renewed session'))
      return void (this.#newest.has(sid) || this.#newest.set(sid, exp));
    this.#newest.set(sid, Math.max(exp, this.#newest.get(sid) ?? 0));
  }

  open(request: IncomingMessage, response: ServerResponse, caller: Caller): void {
    const stream = { caller, response };
    this.#open.add(stream);
    request.socket.on('close', () => this.#open.delete(stream));
    const type = this.#facts.has('stream type') ? 'text/event-stream' : 'text/plain';
    response.writeHead(200, { 'content-type': type, 'x-accel-buffering': 'no' });
    response.flushHeaders();
    if (this.#facts.has('stream speaks at once')) response.write('retry: 2000\n\n: open\n\n');
  }

  #look(): void {
    for (const stream of this.#open) {
      const code = this.#endOf(stream.caller);
      if (code === undefined) continue;
      if (this.#facts.has('stream says why')) stream.response.write(`event: end\ndata: {"code":"${code}"}\n\n`);
      if (!this.#facts.has('stream closes')) this.#open.delete(stream);
      else stream.response.end();
    }
  }

  #endOf({ claims }: Caller): string | undefined {
    const over = this.#sessions.endOf(claims);
    if (over !== undefined) return this.#facts.has(`stream ends: ${over}`) ? over : undefined;
    const exp = this.#newest.get(claims.sid) ?? claims.exp;
    const isOver = this.#facts.has('stream ends: token_expired') && exp * 1_000 <= Date.now();
    return isOver ? 'token_expired' : undefined;
  }
}
