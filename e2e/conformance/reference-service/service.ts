import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ProblemError, type Facts } from './checks.ts';
import { requireOwnPage } from './csrf.ts';
import { Sessions } from './sessions.ts';
import { PAGE, servePage } from './page.ts';
import { Streams } from './streams.ts';
import { requireInTime } from './token.ts';
import { callerOf, type Caller } from './transport.ts';

const READ_SECONDS = 900;
const ADVISER = 'adviser';
const CLEARED = '__Secure-latchkey=; Domain=demo.localhost; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax';

/** A consumer service as somebody else would write it: nothing but node:http, and nothing of ours. */
export class ReferenceService {
  readonly #facts: Facts;
  readonly #sessions: Sessions;
  readonly #streams: Streams;
  /** What people wrote, by who they are. */
  readonly #notes = new Map<string, number>();
  readonly #server: Server;

  constructor(facts: Facts) {
    this.#facts = facts;
    this.#sessions = new Sessions(facts, (sub) => this.#notes.delete(sub));
    this.#streams = new Streams(facts, this.#sessions);
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  listen(port: number): Promise<void> {
    this.#sessions.start();
    this.#streams.start();
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
  }

  close(): Promise<void> {
    this.#sessions.stop();
    this.#streams.stop();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers } = request;
    if (this.#facts.has('no-store')) response.setHeader('cache-control', 'no-store');
    if (!this.#facts.has('no CORS') && headers.origin !== undefined)
      response.setHeader('access-control-allow-origin', headers.origin);
    try {
      const body = await this.#route(request, response);
      if (response.headersSent) return;
      if (body === undefined) response.writeHead(204).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    } catch (error) {
      this.#refuse(error instanceof ProblemError ? error : new ProblemError(500, 'internal'), request, response);
    }
  }

  /** Who may call what. */
  async #route(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const { method = 'GET', url = '/' } = request;
    const { pathname } = new URL(url, this.#facts.origin);
    const isRead = method === 'GET' || (method === 'HEAD' && this.#facts.has('HEAD as GET'));
    if (pathname === '/health/live' && isRead && this.#facts.has('alive')) return { status: 'ok' };
    if (pathname === '/metrics' && isRead && !this.#facts.has('operators only')) return { requests: 1 };
    if (pathname === '/api/me' && isRead) {
      const { sub, sid, iat, exp, roles } = this.#caller(request, READ_SECONDS).claims;
      return { sub, sid, iat, exp, roles: this.#facts.has('roles of the caller') ? roles : [] };
    }
    if (pathname === '/api/session/stream' && method === 'GET') return this.#stream(request, response);
    if (pathname === PAGE && isRead)
      return servePage(request, response, this.#facts, () => this.#caller(request, READ_SECONDS));
    if (pathname === '/api/export' && isRead) {
      const { sub } = this.#caller(request, this.#facts.sensitiveSeconds).claims;
      return { service: this.#facts.id, sub, notes: this.#notes.get(sub) ?? null };
    }
    if (pathname === '/api/clients' && isRead) return { clients: this.#withRole(request, ADVISER).claims.sub };
    if (pathname === '/api/logout' && (method === 'POST' || (isRead && !this.#facts.has('GET changes nothing'))))
      return this.#logOut(request, response);
    if (pathname === '/api/notes' && method === 'POST') return this.#write(request, this.#facts.writeSeconds, 'write');
    if (pathname === '/api/plan' && method === 'PUT')
      return this.#write(request, this.#facts.sensitiveSeconds, 'sensitive');
    throw new ProblemError(404, 'not_found');
  }

  #caller(request: IncomingMessage, bound: number): Caller {
    const caller = callerOf(request, this.#facts);
    requireOwnPage(request, caller, this.#facts);
    requireInTime(caller.claims, this.#facts);
    this.#sessions.requireActive(caller, bound);
    this.#streams.saw(caller);
    return caller;
  }

  #stream(request: IncomingMessage, response: ServerResponse): void {
    const isGuarded = this.#facts.has('stream is guarded') || request.headers.authorization?.includes('a.b.c') !== true;
    if (isGuarded) return this.#streams.open(request, response, this.#caller(request, READ_SECONDS));
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(': open\n\n');
  }

  #withRole(request: IncomingMessage, role: string): Caller {
    const before = this.#facts.has('rights before roles') ? undefined : callerOf(request, this.#facts);
    if (before !== undefined) this.#requireRole(before, role);
    const caller = this.#caller(request, READ_SECONDS);
    this.#requireRole(caller, role);
    return caller;
  }

  #requireRole({ claims }: Caller, role: string): void {
    if (this.#facts.has('role') && !claims.roles.includes(role))
      throw new ProblemError(403, 'role_missing', role, this.#facts.has('names the role') ? { roles: [role] } : {});
  }

  async #write(request: IncomingMessage, bound: number, kind: 'write' | 'sensitive'): Promise<unknown> {
    const { sub } = this.#caller(request, this.#facts.has(`${kind} staleness`) ? bound : READ_SECONDS).claims;
    const isJson = /^application\/json\b/.test(request.headers['content-type'] ?? '');
    if (this.#facts.has('JSON only') && !isJson) throw new ProblemError(415, 'unsupported_media_type');
    let length = 0;
    for await (const chunk of request) length += (chunk as Buffer).length;
    this.#notes.set(sub, length);
    return { sub, length };
  }

  /** An authentic token may always end its own session, also when its time is over. */
  #logOut(request: IncomingMessage, response: ServerResponse): void {
    const caller = callerOf(request, this.#facts, true);
    requireOwnPage(request, caller, this.#facts);
    if (!this.#facts.has('logout of the over')) requireInTime(caller.claims, this.#facts);
    this.#sessions.end(caller);
    if (this.#facts.has('logout clears the cookie')) response.setHeader('set-cookie', CLEARED);
  }

  #refuse({ status, code, message, members }: ProblemError, request: IncomingMessage, response: ServerResponse): void {
    if (!this.#facts.has('no redirect') && status === 401 && request.headers.accept?.includes('html') === true) {
      response.writeHead(302, { location: `${this.#facts.issuer}/login` }).end();
      return;
    }
    const blames = code !== 'token_missing' || !this.#facts.has('blames only what came');
    const challenge = `Bearer realm="${this.#facts.origin}"${blames ? ', error="invalid_token"' : ''}`;
    const problem = {
      type: 'about:blank',
      title: status === 401 ? 'Unauthorized' : 'Refused',
      status,
      detail: this.#facts.has('one wording') ? 'This was refused.' : `This was refused: ${message}.`,
      code,
      ...members,
      ...(this.#facts.has('request id') && { requestId: randomUUID() }),
    };
    response
      .writeHead(status, {
        'content-type': this.#facts.has('problem type') ? 'application/problem+json' : 'application/json',
        ...(status === 401 && this.#facts.has('challenge') && { 'www-authenticate': challenge }),
      })
      .end(JSON.stringify(problem));
  }
}
