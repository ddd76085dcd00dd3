import type { AccessTokenClaims } from '../contract/access-token.js';
import { needsNewerRights } from '../request/caller-rights.rules.js';

/**
 * Why what a token allowed is over: the session was ended, at this service or another; the person's rights have changed, so a
 * renewed token may open it again; or the token's time is over and no newer one came.
 */
export type SessionEndCode = 'session_ended' | 'renew_required' | 'token_expired';

/** What {@link SessionWatch} tells. */
export interface SessionEnd {
  readonly code: SessionEndCode;
}

/** What is known of revocations. */
export interface KnownRevocations {
  has(sid: string): boolean;
  rightsOf(sub: string): number | undefined;
}

/**
 * Whether what a token allows is over at this moment, and why.
 * @param now milliseconds since 1970
 */
export function endOf(claims: AccessTokenClaims, known: KnownRevocations, now: number): SessionEnd | undefined {
  if (known.has(claims.sid)) return { code: 'session_ended' };
  if (claims.exp * 1000 <= now) return { code: 'token_expired' };
  return needsNewerRights(claims, known) ? { code: 'renew_required' } : undefined;
}
