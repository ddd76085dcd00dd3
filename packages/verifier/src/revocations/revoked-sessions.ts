import type { AccessTokenClaims, TokenVersion } from '../contract/access-token.js';
import type { RevocationListener } from './revocation-news.js';

/**
 * What the bank's own rows say of a token: in force; its session is over; the person's rights have changed since; or it
 * claims rights that the bank never gave, so another than the bank has signed it.
 */
export type TokenStanding = 'in_force' | 'session_ended' | 'rights_changed' | 'rights_forged';

/** What a process knows of sessions that ended before their tokens did. The guard asks on every request. */
export abstract class RevokedSessions {
  /** Whether the session is known to be over. */
  abstract has(sid: string): boolean;

  /**
   * Seconds since what is known here was certainly complete; Infinity if it never was. On the monotonic clock.
   * @param version of the token that it is to be complete for: 1, the default, has no rights that could have changed
   */
  abstract age(version?: TokenVersion): number;

  /**
   * Seconds that this machine's clock is ahead of the bank's, as far as the feed showed it; 0 where it is the bank's own.
   */
  abstract clockAhead(): number;

  /**
   * Version of a person's rights that is in force, if they have changed within the life of a token: a token with an older
   * `rv` must be renewed. Undefined where no change is known.
   */
  abstract rightsOf(sub: string): number | undefined;

  /** Calls the listener with whatever is learnt from now on, once it is in force here. */
  abstract onNews(listener: RevocationListener): void;

  /** Asked on routes marked `@Sensitive()`: the bank reads its rows, other services know no more than above. */
  standing?(claims: AccessTokenClaims): Promise<TokenStanding>;
}
