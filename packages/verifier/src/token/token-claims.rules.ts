import { accessTokenClaims, type AccessTokenClaims } from '../contract/access-token.contract.js';
import { tokenInvalid } from './token.errors.js';

/** What a verifier demands of claims, the same for every request of its service. */
export interface ClaimRules {
  /** The bank's public origin. */
  readonly issuer: string;
  /** This service's id in the registry. */
  readonly audience: string;
  /** Seconds from `iat` that a token may live at most. */
  readonly tokenTtl: number;
}

/** The claims of an authentic payload: in the contract's exact form, from our issuer, for this service. */
export function claimsOf(payload: Readonly<Record<string, unknown>>, rules: ClaimRules): AccessTokenClaims {
  const read = accessTokenClaims.safeParse(payload);
  if (!read.success) throw tokenInvalid(`claim_${String(read.error.issues[0]?.path[0] ?? 'set')}`);
  const claims = read.data;
  if (claims.iss !== rules.issuer) throw tokenInvalid('claim_issuer');
  if (!claims.aud.includes(rules.audience)) throw tokenInvalid('claim_audience');
  const lifetime = claims.exp - claims.iat;
  if (lifetime <= 0 || lifetime > rules.tokenTtl) throw tokenInvalid('lifetime');
  return claims;
}
