import type { AccessTokenClaims } from '../contract/access-token.js';
import type { KeyRing } from '../keys/key-ring.js';
import { HeaderCache } from './header-cache.js';
import { RoleLists } from './role-lists.js';
import { claimsOf, type ClaimRules } from './token-claims.rules.js';
import { ACCESS_TOKEN_TYP } from './token-header.rules.js';
import { requireSignature } from './token-signature.js';
import { decodePart, splitToken } from './token-text.rules.js';
import { timeOf } from './token-time.rules.js';
import { TokenError } from './token-error.js';
import { clockSkew, tokenExpired, tokenInvalid } from './token.errors.js';
import { TokenCache } from './token-cache.js';

/** Verifies access tokens by itself: no network, no database. The only implementation; passport-jwt calls this one. */
export class TokenVerifier {
  readonly #tokens: TokenCache;
  readonly #headers: HeaderCache;
  readonly #roles = new RoleLists();

  constructor(
    ring: KeyRing,
    private readonly rules: ClaimRules,
  ) {
    this.#tokens = new TokenCache(ring);
    this.#headers = new HeaderCache(ring, ACCESS_TOKEN_TYP);
  }

  /**
   * The claims of a token that is authentic and in time.
   * @throws TokenError 401 `token_invalid`, or `token_expired` or `clock_skew` if nothing but its time is against it
   */
  verify(text: string): AccessTokenClaims {
    const claims = this.recall(text) ?? this.authenticate(text);
    this.requireInTime(claims);
    return claims;
  }

  /** The claims of a token that was found authentic before with the present keys. Says nothing about time. */
  recall(text: string): AccessTokenClaims | undefined {
    return this.#tokens.get(text);
  }

  /**
   * Walks through every check but the time's: text, header, signature, claims.
   * @throws TokenError 401 `token_invalid`, whatever is wrong
   */
  authenticate(text: string): AccessTokenClaims {
    try {
      const { header, payload, signed, signature } = splitToken(text);
      requireSignature(this.#headers.keyOf(header), signed, signature);
      const claims = this.#frozen(claimsOf(decodePart(payload), this.rules));
      if (timeOf(claims, Date.now()) === 'in_time') this.#tokens.set(text, claims);
      return claims;
    } catch (error) {
      throw error instanceof TokenError ? error : tokenInvalid('unexpected', error);
    }
  }

  /**
   * Lets claims pass whose time is now; asked on every request.
   * @param now milliseconds since 1970
   * @throws TokenError 401 `token_expired`, or `clock_skew` for a token from the future
   */
  requireInTime(claims: AccessTokenClaims, now = Date.now()): void {
    const time = timeOf(claims, now);
    if (time === 'expired') throw tokenExpired();
    if (time === 'issued_in_future') throw clockSkew('issued_in_future');
  }

  // Requests of one token share its claims, so none may write to them.
  #frozen(claims: AccessTokenClaims): AccessTokenClaims {
    Object.freeze(claims.aud);
    Object.freeze(claims.amr);
    if (claims.ver === 2) claims.roles = this.#roles.shared(claims.roles);
    return Object.freeze(claims);
  }
}
