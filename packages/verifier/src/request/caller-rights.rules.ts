import { rolesOf, type AccessTokenClaims } from '../contract/access-token.js';

/** Whether a token may come by this way; version 1 does not say how it travels. */
export function mayTravel(claims: AccessTokenClaims, way: 'bearer' | 'cookie'): boolean {
  return claims.ver === 1 || claims.trv === way;
}

/**
 * Whether the person's rights have changed since the token was written. Version 1 has none, so a newer one would tell no more.
 * @param known what is known of changes within the life of a token
 */
export function needsNewerRights(
  claims: AccessTokenClaims,
  known: { rightsOf(sub: string): number | undefined },
): boolean {
  return claims.ver === 2 && claims.rv < (known.rightsOf(claims.sub) ?? 0);
}

/** Whether a caller has one of the roles. */
export function hasAnyRole(claims: AccessTokenClaims, roles: readonly string[]): boolean {
  const own = rolesOf(claims);
  return roles.some((role) => own.includes(role));
}
