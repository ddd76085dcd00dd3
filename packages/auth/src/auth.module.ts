import { Module, type DynamicModule, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { APP_GUARD, HttpAdapterHost } from '@nestjs/core';
import { CONFIG, Metrics, Readiness, type ServiceConfig } from '@latchkey/service';
import type { FastifyInstance } from 'fastify';
import { issuerOf, type AuthConfig } from './config/auth.config.js';
import { OwnPages, rememberOwnPages } from './csrf/own-page.js';
import { AccessTokenStrategy } from './guard/access-token.strategy.js';
import { AuthGuard } from './guard/auth.guard.js';
import { CookieBinding, KeyCustody, KeyRing, type KeyHolder, TokenVerifier } from '@latchkey/verifier';
import { RouteAccessBook } from './guard/route-access.js';
import { AUDIENCE, KeysController } from './replicas/keys.controller.js';
import { ReplicaJob } from './replicas/replica.job.js';
import { ReplicasRepository } from './replicas/replicas.repository.js';
import { VerifierLogoutModule } from './logout/verifier-logout.module.js';
import { MeController } from './me/me.controller.js';
import { ServicesModule } from './services/services.module.js';
import { followFeed } from './follow-feed.js';

/** What one service is among the others. */
export interface AuthOptions {
  /** Its id in the registry: the `aud` that a token must name. */
  readonly audience: string;
  /**
   * True for the bank alone: its key ring may hold private keys, and says which one signs; it gets the refresh cookie, so
   * access cookies are held to that. It also provides `RevokedSessions` itself, globally; other services follow its feed.
   */
  readonly isIssuer?: boolean;
  /** Origins whose pages may call routes marked `@AllowSameSite()`; asked on every such request. */
  readonly sameSiteOrigins?: () => readonly string[];
}

/** Knows callers: a guard before every route, and the keys behind it. */
@Module({})
export class AuthModule implements OnModuleInit, OnModuleDestroy {
  /** The module for one service; global, so features may inject {@link KeyRing} and {@link TokenVerifier}. */
  static forService(options: AuthOptions): DynamicModule {
    const { audience, isIssuer = false, sameSiteOrigins } = options;
    return {
      module: AuthModule,
      global: true,
      imports: isIssuer ? [] : [VerifierLogoutModule, ServicesModule],
      controllers: [KeysController, MeController],
      providers: [
        { provide: KeyCustody, inject: [CONFIG], useFactory: custodyFor({ holdsPrivateKeys: isIssuer }) },
        { provide: KeyRing, inject: [KeyCustody], useFactory: ({ ring }: KeyCustody) => ring },
        { provide: TokenVerifier, inject: [KeyRing, CONFIG], useFactory: verifierFor(audience) },
        { provide: OwnPages, inject: [CONFIG], useFactory: pagesFor(sameSiteOrigins) },
        { provide: AUDIENCE, useValue: audience },
        ...(isIssuer ? [] : followFeed),
        { provide: CookieBinding, useFactory: () => new CookieBinding(isIssuer) },
        AccessTokenStrategy,
        RouteAccessBook,
        ReplicasRepository,
        ReplicaJob,
        { provide: APP_GUARD, useClass: AuthGuard },
      ],
      exports: [AUDIENCE, KeyRing, TokenVerifier],
    };
  }

  constructor(
    private readonly custody: KeyCustody,
    private readonly pages: OwnPages,
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.decorateRequest('caller', null);
    rememberOwnPages(fastify, this.pages);
    this.custody.report(this.readiness, this.metrics);
    this.custody.start();
  }

  onModuleDestroy(): void {
    this.custody.stop();
  }
}

function custodyFor(holder: KeyHolder) {
  return (config: AuthConfig): KeyCustody => new KeyCustody(config, holder);
}

function verifierFor(audience: string) {
  return (ring: KeyRing, config: AuthConfig): TokenVerifier =>
    new TokenVerifier(ring, { issuer: issuerOf(config), audience, tokenTtl: config.TOKEN_TTL });
}

function pagesFor(sameSiteOrigins: () => readonly string[] = () => []) {
  return (config: ServiceConfig): OwnPages => ({ ownOrigin: config.PUBLIC_URL.origin, sameSiteOrigins });
}
