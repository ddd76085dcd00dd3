import type { AccessTokenClaims } from '../contract/access-token.js';

/**
 * The newest of several authentic tokens if they are all of one session: a renewal can leave two behind. Of different
 * sessions nobody can tell which one is meant, so there is none.
 */
export function newestOfOneSession<T extends { readonly claims: AccessTokenClaims }>(all: readonly T[]): T | undefined {
  const newest = all.reduce<T | undefined>(
    (best, one) => (best === undefined || one.claims.iat > best.claims.iat ? one : best),
    undefined,
  );
  const isOne = all.every(({ claims }) => claims.sid === newest?.claims.sid && claims.sub === newest.claims.sub);
  return isOne ? newest : undefined;
}
