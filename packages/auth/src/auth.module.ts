import {
  Inject,
  Logger,
  Module,
  type DynamicModule,
  type OnModuleDestroy,
  type OnModuleInit,
  type Type,
} from '@nestjs/common';
import { APP_GUARD, HttpAdapterHost } from '@nestjs/core';
import { CONFIG, Metrics, Readiness, type ServiceConfig } from '@latchkey/service';
import {
  clockSkew,
  CookieBinding,
  KeyRing,
  KeyStore,
  OwnPages,
  renewRequired,
  RequestVerifier,
  RevokedSessions,
  sessionEnded,
  SessionStreams,
  SessionWatch,
  tokenExpired,
  tokenInvalid,
  TokenVerifier,
  type KeyHolder,
} from '@latchkey/verifier';
import type { FastifyInstance } from 'fastify';
import { issuerOf, type AuthConfig } from './config/auth.config.js';
import { rememberOwnPages } from './csrf/own-page.js';
import type { AccountRemoval } from './deletions/account-removal.js';
import { AccessTokenStrategy } from './guard/access-token.strategy.js';
import { AuthGuard } from './guard/auth.guard.js';
import { RouteAccessCache } from './guard/route-access-cache.js';
import { reportKeys } from './keys/key-metrics.js';
import { AUDIENCE, KeysController } from './replicas/keys.controller.js';
import { ISSUES_VERSION, ReplicaJob } from './replicas/replica.job.js';
import { ReplicasRepository } from './replicas/replicas.repository.js';
import { VerifierLogoutModule } from './logout/verifier-logout.module.js';
import { MeController } from './me/me.controller.js';
import { ServicesModule } from './services/services.module.js';
import { SessionStreamController } from './sessions/session-stream.controller.js';
import { streamsOf } from './sessions/stream-metrics.js';
import { followFeed } from './follow-feed.js';

/** What operators look for among the refusals of tokens: clocks that differ, keys that differ, and forged ones. */
const EXPECTED_REFUSALS: readonly string[] = [
  tokenExpired(),
  sessionEnded(),
  renewRequired(),
  clockSkew('issued_in_future'),
  clockSkew('our_clock_ahead'),
  tokenInvalid('unknown_kid'),
  tokenInvalid('signature'),
].map(({ reason }) => reason);

/** What one service is among the others. */
export interface AuthOptions {
  /** Its id in the registry: the `aud` that a token must name. */
  readonly audience: string;
  /**
   * True for the bank alone: its key ring may hold private keys, and says which one signs; it gets the refresh cookie, so
   * access cookies are held to that. It also provides `RevokedSessions` itself, globally; other services follow its feed.
   */
  readonly isIssuer?: boolean;
  /** Version of the token contract that the bank issues, for the report of its replicas; asked again and again. */
  readonly issuesVersion?: () => number;
  /** Origins whose pages may call routes marked `@AllowSameSite()`; asked on every such request. */
  readonly sameSiteOrigins?: () => readonly string[];
  /**
   * The class that removes what the service keeps of a person, a provider of any of its modules. Without one the service
   * takes no notice of deleted accounts; it hears of those of the last 30 days once it has one.
   */
  readonly onDeleted?: Type<AccountRemoval>;
}

/** Knows callers: a guard before every route, and the keys behind it. */
@Module({})
export class AuthModule implements OnModuleInit, OnModuleDestroy {
  /** The module for one service; global, so features may inject {@link KeyRing} and {@link TokenVerifier}. */
  static forService(options: AuthOptions): DynamicModule {
    const { audience, isIssuer = false, sameSiteOrigins, issuesVersion, onDeleted } = options;
    return {
      module: AuthModule,
      global: true,
      imports: isIssuer ? [] : [VerifierLogoutModule, ServicesModule],
      controllers: [KeysController, MeController, SessionStreamController],
      providers: [
        { provide: KeyStore, inject: [CONFIG], useFactory: keyStoreFor({ holdsPrivateKeys: isIssuer }) },
        { provide: KeyRing, inject: [KeyStore], useFactory: ({ ring }: KeyStore) => ring },
        { provide: TokenVerifier, inject: [KeyRing, CONFIG], useFactory: verifierFor(audience) },
        { provide: OwnPages, inject: [CONFIG], useFactory: pagesFor(sameSiteOrigins) },
        { provide: AUDIENCE, useValue: audience },
        { provide: ISSUES_VERSION, useValue: issuesVersion },
        ...(isIssuer ? [] : followFeed(onDeleted)),
        { provide: SessionWatch, inject: [RevokedSessions], useFactory: watchOf },
        { provide: SessionStreams, inject: [SessionWatch, Readiness, Metrics], useFactory: streamsOf },
        {
          provide: RequestVerifier,
          inject: [TokenVerifier, AccessTokenStrategy, OwnPages, RevokedSessions, SessionWatch, CONFIG],
          useFactory: requestsFor(new CookieBinding(isIssuer)),
        },
        AccessTokenStrategy,
        RouteAccessCache,
        ReplicasRepository,
        ReplicaJob,
        { provide: APP_GUARD, useClass: AuthGuard },
      ],
      exports: [AUDIENCE, KeyRing, TokenVerifier],
    };
  }

  constructor(
    private readonly store: KeyStore,
    private readonly pages: OwnPages,
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly host: HttpAdapterHost,
    private readonly watch: SessionWatch,
    @Inject(CONFIG) private readonly config: AuthConfig,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.decorateRequest('verified', null);
    rememberOwnPages(fastify, this.pages);
    reportKeys(this.store, this.readiness, this.metrics);
    const { SSO_COOKIE_DOMAIN: cookieDomain } = this.config;
    this.readiness.add('sso', () => ({ detail: { issuer: issuerOf(this.config), cookieDomain } }));
    this.metrics.expectRefusals(EXPECTED_REFUSALS);
    this.store.start();
  }

  onModuleDestroy(): void {
    this.store.stop();
    this.watch.close();
  }
}

function keyStoreFor(holder: KeyHolder) {
  return (config: AuthConfig): KeyStore => new KeyStore(config, holder, new Logger('keys'));
}

function verifierFor(audience: string) {
  return (ring: KeyRing, config: AuthConfig): TokenVerifier =>
    new TokenVerifier(ring, { issuer: issuerOf(config), audience, tokenTtl: config.TOKEN_TTL });
}

function pagesFor(sameSiteOrigins: () => readonly string[] = () => []) {
  return (config: ServiceConfig): OwnPages => ({ ownOrigin: config.PUBLIC_URL.origin, sameSiteOrigins });
}

function watchOf(revoked: RevokedSessions): SessionWatch {
  return new SessionWatch(revoked, new Logger('sessions'));
}

function requestsFor(binding: CookieBinding) {
  return (
    tokens: TokenVerifier,
    strategy: AccessTokenStrategy,
    pages: OwnPages,
    revoked: RevokedSessions,
    watch: SessionWatch,
    config: AuthConfig,
  ): RequestVerifier =>
    new RequestVerifier({
      tokens,
      pages,
      binding,
      revoked,
      watch,
      sessionAbsolute: config.SESSION_ABSOLUTE,
      authenticate: (text) => strategy.authenticated(text),
    });
}
