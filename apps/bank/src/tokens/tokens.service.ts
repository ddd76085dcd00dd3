import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { ACCESS_TOKEN_TYP, KeyRing } from '@latchkey/verifier';
import { issuerOf } from '@latchkey/auth';
import { REVOCATIONS_TYP, type AccessTokenClaims, type RevocationsClaims } from '@latchkey/verifier/contract';
import { CONFIG } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import { authTime } from './auth-time.rules.js';
import { IssuedContract } from './issued-contract.js';
import { RegistryService } from '../registry/registry.service.js';

/** How a token travels. */
export type TokenTransport = Extract<AccessTokenClaims, { ver: 2 }>['trv'];

/** The tokens of a session. */
export interface IssuedTokens {
  readonly accessToken: string;
  /** Seconds that the access token lasts. */
  readonly expiresIn: number;
  readonly refreshToken: string;
  /** Seconds that are left of the session's absolute limit. */
  readonly sessionSeconds: number;
}

/** An active session with the rights of its person, and the refresh token that goes with the access token. */
export interface TokenSession {
  readonly id: string;
  /** The service for which the person logged in. */
  readonly clientId: string;
  /** What the person may do: sorted, each once. */
  readonly roles: readonly string[];
  /** Rises with every change of that. */
  readonly rightsVersion: number;
  /** When the person logged in. */
  readonly createdAt: Date;
  /** How long ago that was, by the same clock: the database's. */
  readonly secondsOld: number;
  /** Whole seconds that are left of its absolute limit. */
  readonly secondsLeft: number;
  readonly refreshToken: string;
}

/** Issues access tokens. Nothing else in the deployment signs for users. */
@Injectable()
export class TokensService {
  readonly #issuer: string;
  readonly #ttl: number;

  constructor(
    private readonly jwt: JwtService,
    private readonly ring: KeyRing,
    private readonly registry: RegistryService,
    private readonly contract: IssuedContract,
    @Inject(CONFIG) config: BankConfig,
  ) {
    this.#issuer = issuerOf(config);
    this.#ttl = config.TOKEN_TTL;
  }

  /**
   * A new access token for an active session, valid at every service of the registry. It never outlives the session.
   * @param transport - how the token will travel: it counts in no other way
   */
  issue(
    user: { readonly id: string; readonly username: string },
    session: TokenSession,
    transport: TokenTransport,
  ): IssuedTokens {
    const now = Date.now();
    const iat = Math.floor(now / 1000);
    const expiresIn = Math.min(this.#ttl, session.secondsLeft);
    const { roles, rightsVersion: rv, clientId: client_id } = session;
    const common = {
      iss: this.#issuer,
      sub: user.id,
      aud: [...this.registry.ids],
      iat,
      exp: iat + expiresIn,
      jti: randomUUID(),
      sid: session.id,
      auth_time: authTime(session, now),
      // One factor, a password (RFC 8176).
      acr: '1',
      amr: ['pwd'],
      preferred_username: user.username,
    };
    const claims: AccessTokenClaims =
      this.contract.version === 1
        ? { ...common, ver: 1 }
        : { ...common, ver: 2, roles: [...roles], rv, client_id, trv: transport };
    const { refreshToken, secondsLeft: sessionSeconds } = session;
    return { accessToken: this.#sign(claims, ACCESS_TOKEN_TYP), expiresIn, refreshToken, sessionSeconds };
  }

  /** Signs an answer of the revocation feed, for the services that follow it. */
  signRevocations(claims: RevocationsClaims): string {
    return this.#sign(claims, REVOCATIONS_TYP);
  }

  #sign(claims: AccessTokenClaims | RevocationsClaims, typ: string): string {
    const { kid, alg, key } = this.ring.signing();
    return this.jwt.sign(claims, { privateKey: key, algorithm: alg, header: { alg, typ, kid } });
  }
}
