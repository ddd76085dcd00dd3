import type { AccessTokenClaims } from '../contract/access-token.js';
import { isProvenPage, requireOwnPage, type OwnPages, type PageRequest } from '../csrf/own-pages.js';
import type { RevokedSessions } from '../revocations/revoked-sessions.js';
import { TokenError } from '../token/token-error.js';
import { mayStillLogOut, timeOf } from '../token/token-time.rules.js';
import type { TokenVerifier } from '../token/token-verifier.js';
import {
  clockSkew,
  namingHeader,
  renewRequired,
  roleMissing,
  sessionEnded,
  tokenInvalid,
  tokenMissing,
} from '../token/token.errors.js';
import { carriedToken, type CarriedToken, type RawHeaders } from '../transport/transport.rules.js';
import type { CookieBinding } from './cookie-binding.js';
import { newestOfOneSession } from './newest-token.rules.js';
import { hasAnyRole, mayTravel, needsNewerRights } from './caller-rights.rules.js';
import { stalenessOf, usualBound } from './staleness.rules.js';

/** More access cookies than this are not looked at. */
const MAX_COOKIES = 16;

type Via = CarriedToken['via'];
type Claims = AccessTokenClaims;

/** The parts of a request that count; Node's `IncomingMessage` is one. */
export type VerifiableRequest = RawHeaders & PageRequest;

/** What a route takes. */
export interface RouteAccess {
  /** A token whose time is over, until the session's absolute limit: for the logout of that session alone. */
  readonly allowsExpired: boolean;
  /** Neither revocation nor staleness is looked at. */
  readonly allowsRevoked: boolean;
  /** Pages of the registry's origins may call it with the cookie. */
  readonly allowsSameSite: boolean;
  /** Seconds of staleness that the route bears; undefined: 900 for GET and HEAD, else 300. */
  readonly maxStaleness: number | undefined;
  /** Anyone who can read the session itself does so. */
  readonly isSensitive: boolean;
  /** Any one of these roles suffices; empty: none is needed. */
  readonly roles: readonly string[];
}

/** Who a request speaks for, and by which token. */
export interface VerifiedRequest {
  /** Frozen: the same object serves every request of the same token. */
  readonly claims: AccessTokenClaims;
  /** The token itself; not for any log. */
  readonly text: string;
  /** How it travelled. */
  readonly via: Via;
}

/** What a {@link RequestVerifier} works with. */
export interface RequestParts {
  readonly tokens: TokenVerifier;
  readonly pages: OwnPages;
  readonly binding: CookieBinding;
  readonly revoked: RevokedSessions;
  /** Is told of tokens that passed: a newer one keeps what is open for its session. */
  readonly watch?: { renew(claims: Claims): void } | undefined;
  /** Seconds that a session lasts at most. */
  readonly sessionAbsolute: number;
  /** Looks at a token that is not known yet; by default `tokens.authenticate`. */
  readonly authenticate?: (text: string) => Claims | Promise<Claims>;
}

interface Authentic {
  readonly claims: Claims;
  readonly text: string;
}

/**
 * Walks a request through every check: transport, page (for cookies), token, time, revocation, rights in force, staleness,
 * role. A token seen before passes without a promise.
 */
export class RequestVerifier {
  private readonly authenticate: (text: string) => Claims | Promise<Claims>;

  constructor(private readonly parts: RequestParts) {
    const { tokens, authenticate } = parts;
    this.authenticate = authenticate ?? ((text) => tokens.authenticate(text));
  }

  /**
   * Who the request speaks for.
   * @throws TokenError 401 or 403, also as a rejection
   */
  verify(request: VerifiableRequest, route: RouteAccess): VerifiedRequest | Promise<VerifiedRequest> {
    try {
      const verified = this.judge(request, route);
      if (!(verified instanceof Promise)) return verified;
      return verified.catch((error: unknown) => Promise.reject(this.told(error, request, route)));
    } catch (error) {
      throw this.told(error, request, route);
    }
  }

  private judge(request: VerifiableRequest, route: RouteAccess): VerifiedRequest | Promise<VerifiedRequest> {
    const { via, texts } = carriedToken(request);
    if (via === 'page' && !isProvenPage(request, this.parts.pages, route.allowsSameSite))
      throw tokenInvalid('authorization_malformed');
    if (texts.length === 0) throw tokenMissing();
    if (via !== 'bearer') requireOwnPage(request, this.parts.pages, route.allowsSameSite);
    if (texts.length > 1)
      return this.onlyOne(texts, request, route).then((one) => this.admit(request, route, via, one));
    const text = texts[0]!;
    const claims = this.claimsOf(text);
    return claims instanceof Promise
      ? claims.then((authentic) => this.admit(request, route, via, { claims: authentic, text }))
      : this.admit(request, route, via, { claims, text });
  }

  // Our pages send no Authorization header: anyone who looks at one is told that something in between adds it.
  private told(error: unknown, request: VerifiableRequest, route: RouteAccess): unknown {
    const isRefused = error instanceof TokenError && error.code === 'token_invalid';
    if (!isRefused || request.headers.authorization === undefined) return error;
    return isProvenPage(request, this.parts.pages, route.allowsSameSite) ? namingHeader(error) : error;
  }

  // Memory first: on a hit nothing else runs.
  private claimsOf(text: string): Claims | Promise<Claims> {
    return this.parts.tokens.recall(text) ?? this.authenticate(text);
  }

  // A sibling host can plant cookies of the same name: several are accepted only if those that verify are of one session.
  private async onlyOne(texts: readonly string[], request: VerifiableRequest, route: RouteAccess): Promise<Authentic> {
    if (texts.length > MAX_COOKIES) throw tokenInvalid('cookies_ambiguous');
    const authentic: Authentic[] = [];
    for (const text of texts) {
      const claims = await this.claimsOrNothing(text);
      if (claims !== undefined) authentic.push({ claims, text });
    }
    // One planted among them that is no browser's token stands for nobody.
    const travelling = authentic.filter(({ claims }) => mayTravel(claims, 'cookie'));
    if (travelling.length < authentic.length && travelling.length === 0) throw tokenInvalid('transport');
    const bound = travelling.filter(({ claims }) => this.parts.binding.permits(claims, request, route.allowsExpired));
    if (bound.length < travelling.length && bound.length === 0) throw tokenMissing('cookie_of_another_session');
    const inTime = bound.filter(({ claims }) => timeOf(claims, Date.now()) === 'in_time');
    const newest = newestOfOneSession(inTime.length > 0 ? inTime : bound);
    if (newest === undefined) throw tokenInvalid('cookies_ambiguous');
    return newest;
  }

  private async claimsOrNothing(text: string): Promise<Claims | undefined> {
    try {
      return await this.claimsOf(text);
    } catch (error) {
      // Nothing is said of the token by a service that cannot look at it.
      if (error instanceof TokenError && error.status === 503) throw error;
      return undefined;
    }
  }

  private admit(
    request: VerifiableRequest,
    route: RouteAccess,
    via: Via,
    { claims, text }: Authentic,
  ): VerifiedRequest | Promise<VerifiedRequest> {
    const now = Date.now();
    // An authentic token may always end its own session, and a service may have to hand it on as a bearer.
    if (!route.allowsRevoked && !mayTravel(claims, via === 'bearer' ? via : 'cookie')) throw tokenInvalid('transport');
    if (via !== 'bearer' && !this.parts.binding.permits(claims, request, route.allowsExpired))
      throw tokenMissing('cookie_of_another_session');
    if (!this.isPardoned(route, claims, now)) this.parts.tokens.requireInTime(claims, now);
    if (!route.allowsRevoked) {
      this.requireActive(request, route, claims, now);
      this.parts.watch?.renew(claims);
    }
    const verified = { claims, text, via };
    if (route.isSensitive && this.parts.revoked.standing !== undefined) return this.stillActive(verified, route);
    requireRole(route, claims);
    return verified;
  }

  private isPardoned(route: RouteAccess, claims: Claims, now: number): boolean {
    return (
      route.allowsExpired &&
      timeOf(claims, now) === 'expired' &&
      mayStillLogOut(claims, this.parts.sessionAbsolute, now)
    );
  }

  private requireActive(request: VerifiableRequest, route: RouteAccess, claims: Claims, now: number): void {
    const { revoked } = this.parts;
    if (revoked.has(claims.sid)) throw sessionEnded();
    if (needsNewerRights(claims, revoked)) throw renewRequired();
    const bound = route.maxStaleness ?? usualBound(request.method);
    const tokenAge = now / 1000 - claims.iat;
    if (tokenAge <= bound) return;
    const knowledge = { feedAge: revoked.age(claims.ver), tokenAge, clockAhead: revoked.clockAhead() };
    const staleness = stalenessOf(knowledge, bound);
    if (staleness === 'renew_required') throw renewRequired();
    if (staleness === 'clock_skew') throw clockSkew('our_clock_ahead');
  }

  private async stillActive(verified: VerifiedRequest, route: RouteAccess): Promise<VerifiedRequest> {
    const standing = await this.parts.revoked.standing?.(verified.claims);
    if (standing === 'session_ended') throw sessionEnded();
    if (standing === 'rights_changed') throw renewRequired();
    if (standing === 'rights_forged') throw tokenInvalid('rights_forged');
    requireRole(route, verified.claims);
    return verified;
  }
}

// Last: whether a caller lacks a role counts only once it is sure that the token tells of now.
function requireRole({ roles }: RouteAccess, claims: Claims): void {
  if (roles.length > 0 && !hasAnyRole(claims, roles)) throw roleMissing(roles);
}
