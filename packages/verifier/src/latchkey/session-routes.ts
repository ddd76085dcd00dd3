import { rolesOf, type MeAnswer } from '../contract/index.js';
import { secondsLeft } from '../logout/logout.rules.js';
import type { RouteAccess, VerifiedRequest } from '../request/request-verifier.js';
import { CLEAR_SITE_DATA, clearedSessionCookies, outCookie } from '../transport/session-cookies.js';
import type { Verifier } from '../verifier.js';
import { empty, json, type Answer } from './answer.js';
import type { ServiceRequest } from './service-request.js';

/** What {@link SessionRoutes} works with. */
export interface SessionRouteParts {
  readonly verifier: Verifier;
  readonly cookieDomain: string;
  readonly sessionAbsolute: number;
}

type Route = (request: ServiceRequest) => Promise<Answer>;

/** The routes of the session, the same at every service of a deployment. */
export class SessionRoutes {
  readonly #routes = new Map<string, Route>([
    ['GET /api/me', (request) => this.#me(request)],
    ['POST /api/logout', (request) => this.#logout(request, { allowsExpired: true, allowsRevoked: true })],
    ['POST /api/logout/everywhere', (request) => this.#logout(request, { allowsRevoked: true }, true)],
  ]);

  constructor(private readonly parts: SessionRouteParts) {}

  /** The route that a request asks for; undefined if it is the service's own. */
  find({ method, url }: ServiceRequest): Route | undefined {
    const end = url.indexOf('?');
    return this.#routes.get(`${method ?? ''} ${end === -1 ? url : url.slice(0, end)}`);
  }

  async #me(request: ServiceRequest): Promise<Answer> {
    const { claims } = await this.parts.verifier.verify(request);
    const { sub, preferred_username: username, sid, auth_time, iat, exp } = claims;
    return json(200, { sub, username, roles: [...rolesOf(claims)], sid, auth_time, iat, exp } satisfies MeAnswer);
  }

  async #logout(request: ServiceRequest, access: Partial<RouteAccess>, everywhere = false): Promise<Answer> {
    const caller = await this.parts.verifier.verify(request, access);
    await this.parts.verifier.logout(caller, everywhere);
    return empty(204, { 'clear-site-data': CLEAR_SITE_DATA, 'set-cookie': this.#clearedCookies(caller) });
  }

  #clearedCookies({ claims }: VerifiedRequest): string[] {
    const scope = { SSO_COOKIE_DOMAIN: this.parts.cookieDomain };
    const left = secondsLeft(claims, this.parts.sessionAbsolute, Date.now());
    return [...clearedSessionCookies(scope), outCookie(scope, claims.sid, left)];
  }
}
