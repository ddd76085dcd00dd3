import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { ACCESS_TOKEN_TYP, issuerOf, KeyRing } from '@latchkey/auth';
import type { AccessTokenClaims } from '@latchkey/auth/contract';
import { CONFIG } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import { RegistryService } from '../registry/registry.service.js';

/** A token that was just signed, and how long it and its session last. */
export interface IssuedToken {
  readonly token: string;
  /** Seconds that the token lasts. */
  readonly expiresIn: number;
  /** Seconds that are left of the session's absolute limit. */
  readonly sessionSeconds: number;
}

/** Issues access tokens. Nothing else in the house signs for users. */
@Injectable()
export class TokensService {
  readonly #jwt: JwtService;
  readonly #ring: KeyRing;
  readonly #registry: RegistryService;
  readonly #issuer: string;
  readonly #ttl: number;

  constructor(jwt: JwtService, ring: KeyRing, registry: RegistryService, @Inject(CONFIG) config: BankConfig) {
    this.#jwt = jwt;
    this.#ring = ring;
    this.#registry = registry;
    this.#issuer = issuerOf(config);
    this.#ttl = config.TOKEN_TTL;
  }

  /** A token for a session that was just opened, valid at every service of the registry. */
  issue(
    user: { readonly id: string; readonly username: string },
    session: { readonly id: string; readonly createdAt: Date; readonly expiresAt: Date },
  ): IssuedToken {
    const iat = Math.floor(Date.now() / 1000);
    const sessionSeconds = Math.floor(session.expiresAt.getTime() / 1000) - iat;
    const expiresIn = Math.min(this.#ttl, sessionSeconds);
    const claims: AccessTokenClaims = {
      iss: this.#issuer,
      sub: user.id,
      aud: [...this.#registry.ids],
      iat,
      exp: iat + expiresIn,
      jti: randomUUID(),
      sid: session.id,
      auth_time: Math.floor(session.createdAt.getTime() / 1000),
      // One factor, a password (RFC 8176).
      acr: '1',
      amr: ['pwd'],
      preferred_username: user.username,
      ver: 1,
    };
    return { token: this.#sign(claims), expiresIn, sessionSeconds };
  }

  #sign(claims: AccessTokenClaims): string {
    const { kid, alg, key } = this.#ring.signing();
    return this.#jwt.sign(claims, { privateKey: key, algorithm: alg, header: { alg, typ: ACCESS_TOKEN_TYP, kid } });
  }
}
