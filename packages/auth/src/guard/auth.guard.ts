import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { AppError, CONFIG } from '@latchkey/service';
import type { FastifyRequest } from 'fastify';
import type { AuthConfig } from '../config/auth.config.js';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { isProvenPage, OwnPages, requireOwnPage } from '../csrf/own-page.js';
import {
  RevokedSessions,
  mayStillLogOut,
  timeOf,
  clockSkew,
  namingHeader,
  renewRequired,
  sessionEnded,
  tokenInvalid,
  tokenMissing,
  TokenVerifier,
  carriedToken,
  type CarriedToken,
  CookieBinding,
  newestOfOneSession,
  stalenessOf,
  usualBound,
} from '@latchkey/verifier';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { RouteAccessBook, type RouteAccess } from './route-access.js';

/** More access cookies than this are not looked at. */
const MAX_COOKIES = 16;

type Via = CarriedToken['via'];

/**
 * Stands before every route: transport, page (for cookies), token, time, revocation, staleness. A token seen before passes
 * without a promise.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly routes: RouteAccessBook,
    private readonly verifier: TokenVerifier,
    private readonly strategy: AccessTokenStrategy,
    private readonly pages: OwnPages,
    private readonly binding: CookieBinding,
    private readonly revoked: RevokedSessions,
    @Inject(CONFIG) private readonly config: AuthConfig,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const route = this.routes.of(context);
    if (route.isOpen) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    try {
      const verdict = this.judge(route, request);
      if (!(verdict instanceof Promise)) return verdict;
      return verdict.catch((error: unknown) => Promise.reject(this.told(error, route, request)));
    } catch (error) {
      throw this.told(error, route, request);
    }
  }

  private judge(route: RouteAccess, request: FastifyRequest): boolean | Promise<boolean> {
    const { via, texts } = carriedToken(request.raw);
    if (via === 'page' && !isProvenPage(request, this.pages, route.allowsSameSite))
      throw tokenInvalid('authorization_malformed');
    if (texts.length === 0) throw tokenMissing();
    if (via !== 'bearer') requireOwnPage(request, this.pages, route.allowsSameSite);
    const claims = texts.length === 1 ? this.authenticated(texts[0]!) : this.onlyOne(texts, request, route);
    return claims instanceof Promise
      ? claims.then((authentic) => this.admit(request, route, via, authentic))
      : this.admit(request, route, via, claims);
  }

  // Our pages send no Authorization header: whoever looks at one is told that something in between adds it.
  private told(error: unknown, route: RouteAccess, request: FastifyRequest): unknown {
    const isRefused = error instanceof AppError && error.code === 'token_invalid';
    if (!isRefused || request.raw.headers.authorization === undefined) return error;
    return isProvenPage(request, this.pages, route.allowsSameSite) ? namingHeader(error) : error;
  }

  // Memory first: on a hit nothing of passport's machinery runs.
  private authenticated(text: string): AccessTokenClaims | Promise<AccessTokenClaims> {
    return this.verifier.recall(text) ?? this.strategy.authenticated(text);
  }

  // A sibling host can plant cookies of the same name: several are accepted only if those that verify are of one session.
  private async onlyOne(
    texts: readonly string[],
    request: FastifyRequest,
    route: RouteAccess,
  ): Promise<AccessTokenClaims> {
    if (texts.length > MAX_COOKIES) throw tokenInvalid('cookies_ambiguous');
    const authentic: AccessTokenClaims[] = [];
    for (const text of texts) {
      const claims = await Promise.resolve(this.authenticated(text)).catch(() => undefined);
      if (claims !== undefined) authentic.push(claims);
    }
    const bound = authentic.filter((claims) => this.binding.permits(claims, request.raw, route.allowsExpired));
    if (bound.length < authentic.length && bound.length === 0) throw tokenMissing('cookie_of_another_session');
    const inTime = bound.filter((claims) => timeOf(claims, Date.now()) === 'in_time');
    const newest = newestOfOneSession(inTime.length > 0 ? inTime : bound);
    if (newest === undefined) throw tokenInvalid('cookies_ambiguous');
    return newest;
  }

  private admit(
    request: FastifyRequest,
    route: RouteAccess,
    via: Via,
    claims: AccessTokenClaims,
  ): boolean | Promise<boolean> {
    const now = Date.now();
    if (via !== 'bearer' && !this.binding.permits(claims, request.raw, route.allowsExpired))
      throw tokenMissing('cookie_of_another_session');
    const isPardoned =
      route.allowsExpired &&
      timeOf(claims, now) === 'expired' &&
      mayStillLogOut(claims, this.config.SESSION_ABSOLUTE, now);
    if (!isPardoned) this.verifier.requireInTime(claims, now);
    if (!route.allowsRevoked) this.requireLiving(request, route, claims, now);
    request.caller = claims;
    return !route.isSensitive || this.revoked.isAlive === undefined || this.stillAlive(request, claims);
  }

  private requireLiving(request: FastifyRequest, route: RouteAccess, claims: AccessTokenClaims, now: number): void {
    if (this.revoked.has(claims.sid)) throw sessionEnded();
    const bound = route.maxStaleness ?? usualBound(request.raw.method);
    const tokenAge = now / 1000 - claims.iat;
    if (tokenAge <= bound) return;
    const knowledge = { feedAge: this.revoked.age(), tokenAge, clockAhead: this.revoked.clockAhead() };
    const staleness = stalenessOf(knowledge, bound);
    if (staleness === 'renew_required') throw renewRequired();
    if (staleness === 'clock_skew') throw clockSkew('our_clock_ahead');
  }

  private async stillAlive(request: FastifyRequest, claims: AccessTokenClaims): Promise<boolean> {
    request.caller = null;
    if ((await this.revoked.isAlive?.(claims)) === false) throw sessionEnded();
    request.caller = claims;
    return true;
  }
}
