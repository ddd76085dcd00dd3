import type { AccessTokenClaims } from '../contract/access-token.js';

/** Seconds that the issuer's clock may be ahead of ours. */
const MAX_CLOCK_AHEAD = 60;

/** What the clock says of a token. */
export type TokenTime = 'in_time' | 'expired' | 'issued_in_future';

/**
 * Judges a token by the clock: what it tells of has happened, and there is no grace after `exp`.
 * @param now milliseconds since 1970
 */
export function timeOf(
  { iat, exp, auth_time }: Pick<AccessTokenClaims, 'iat' | 'exp' | 'auth_time'>,
  now: number,
): TokenTime {
  if (Math.max(iat, auth_time) * 1000 > now + MAX_CLOCK_AHEAD * 1000) return 'issued_in_future';
  return exp * 1000 > now ? 'in_time' : 'expired';
}

/**
 * Whether a token whose time is over may still end its own session: until the session's absolute limit.
 * @param absolute seconds that a session lasts at most
 * @param now milliseconds since 1970
 */
export function mayStillLogOut(
  { auth_time }: Pick<AccessTokenClaims, 'auth_time'>,
  absolute: number,
  now: number,
): boolean {
  return (auth_time + absolute) * 1000 > now;
}
