import type { AccessTokenClaims } from '../contract/access-token.contract.js';

/**
 * The newest of several authentic tokens if they are all of one session: a renewal can leave two behind. Of different
 * sessions nobody can tell which one is meant, so there is none.
 */
export function newestOfOneSession(all: readonly AccessTokenClaims[]): AccessTokenClaims | undefined {
  const newest = all.reduce<AccessTokenClaims | undefined>(
    (best, claims) => (best === undefined || claims.iat > best.iat ? claims : best),
    undefined,
  );
  const isOne = all.every(({ sid, sub }) => sid === newest?.sid && sub === newest.sub);
  return isOne ? newest : undefined;
}
