import { rolesOf } from '../contract/access-token.js';
import type { KeyReport } from '../contract/key-report.js';
import type { ServicesAnswer } from '../contract/services.js';
import type { MeAnswer } from '../contract/session.contract.js';
import { secondsLeft } from '../logout/logout.rules.js';
import type { RouteAccess, VerifiedRequest } from '../request/request-verifier.js';
import { EVENT_STREAM_HEADERS } from '../sessions/event-stream.js';
import { traceOf } from '../trace/trace.js';
import { CLEAR_SITE_DATA, clearedSessionCookies, outCookie } from '../transport/session-cookies.js';
import { empty, json, type Answer, type StreamAnswer } from './answer.js';
import { accessOf } from './guard-options.js';
import { opsProblem } from './ops.rules.js';
import { problemAnswer, type ProblemFacts } from './problem-answer.js';
import type { ServiceParts } from './service-parts.js';
import type { ServiceRequest } from './service-request.js';

interface Route {
  readonly method: 'GET' | 'POST';
  readonly answer: (request: ServiceRequest) => Answer | StreamAnswer | Promise<Answer | StreamAnswer>;
}

const READ = accessOf({});
/** Anyone who holds a session may always end it. */
const OWN_LOGOUT: RouteAccess = { ...READ, allowsExpired: true, allowsRevoked: true };
const LOGOUT_EVERYWHERE: RouteAccess = { ...READ, allowsRevoked: true };
/** Why, log and status tell. */
const STORE_AWAY: ProblemFacts = {
  status: 503,
  code: 'database_unavailable',
  detail: 'This service cannot reach its store. Nobody was logged out.',
  headers: { 'retry-after': '2' },
};

/** The routes of the session, the same at every service of a deployment. */
export class SessionRoutes {
  readonly #routes = new Map<string, Route>([
    ['/api/me', { method: 'GET', answer: (request) => this.#me(request) }],
    ['/api/logout', { method: 'POST', answer: (request) => this.#logout(request, OWN_LOGOUT) }],
    ['/api/logout/everywhere', { method: 'POST', answer: (request) => this.#logout(request, LOGOUT_EVERYWHERE, true) }],
    ['/api/session/stream', { method: 'GET', answer: (request) => this.#stream(request) }],
    ['/api/services', { method: 'GET', answer: () => this.#services() }],
    ['/internal/keys', { method: 'GET', answer: (request) => this.#keys(request) }],
  ]);

  constructor(private readonly parts: ServiceParts) {}

  /** The answer to a request; undefined if it is for the service's own routes. */
  answer(request: ServiceRequest): Promise<Answer | StreamAnswer> | undefined {
    const route = this.#routes.get(pathOf(request));
    return route && respond(route, request);
  }

  async #me(request: ServiceRequest): Promise<Answer> {
    const { claims } = await this.parts.verifier.verify(request, READ);
    const { sub, preferred_username: username, sid, auth_time, iat, exp } = claims;
    return json(200, { sub, username, roles: [...rolesOf(claims)], sid, auth_time, iat, exp } satisfies MeAnswer);
  }

  async #stream(request: ServiceRequest): Promise<StreamAnswer> {
    const { claims } = await this.parts.verifier.verify(request, READ);
    const { streams } = this.parts.verifier;
    streams.requireRoom(claims);
    return { status: 200, headers: EVENT_STREAM_HEADERS, open: (sink) => streams.add(claims, sink) };
  }

  async #logout(request: ServiceRequest, access: RouteAccess, everywhere = false): Promise<Answer> {
    const caller = await this.parts.verifier.verify(request, access);
    try {
      await this.parts.verifier.logout(caller, everywhere, traceOf(request.headers));
    } catch {
      return problemAnswer(STORE_AWAY, request);
    }
    return empty(204, { 'clear-site-data': CLEAR_SITE_DATA, 'set-cookie': this.#clearedCookies(caller) });
  }

  #services(): Answer {
    return json(200, { services: [...this.parts.services.services] } satisfies ServicesAnswer);
  }

  async #keys(request: ServiceRequest): Promise<Answer> {
    const { opsToken, address, audience: service, tokenTtl, replicas } = this.parts;
    const problem = opsProblem(opsToken, request, address.ownOrigin);
    if (problem !== undefined) return problemAnswer(problem, request);
    try {
      return json(200, { service, tokenTtl, replicas: await replicas.replicas() } satisfies KeyReport);
    } catch {
      return problemAnswer(STORE_AWAY, request);
    }
  }

  #clearedCookies({ claims }: VerifiedRequest): string[] {
    const scope = { SSO_COOKIE_DOMAIN: this.parts.cookieDomain };
    const left = secondsLeft(claims, this.parts.sessionAbsolute, Date.now());
    return [...clearedSessionCookies(scope), outCookie(scope, claims.sid, left)];
  }
}

// HEAD is GET without the body (RFC 9110 §9.3.2), and opens no stream.
async function respond({ method, answer }: Route, request: ServiceRequest): Promise<Answer | StreamAnswer> {
  if (request.method === method) return answer(request);
  if (request.method !== 'HEAD' || method !== 'GET') return notAllowed(method, request);
  const { status, headers } = await answer(request);
  return { status, headers, body: '' };
}

function notAllowed(method: Route['method'], request: ServiceRequest): Answer {
  const headers = { allow: method === 'GET' ? 'GET, HEAD' : method };
  const detail = `This address takes ${headers.allow}.`;
  return problemAnswer({ status: 405, code: 'method_not_allowed', detail, headers }, request);
}

function pathOf({ url }: ServiceRequest): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}
