import type { AccessTokenClaims } from '../contract/access-token.contract.js';

/** What a process knows of sessions that ended before their tokens did. The guard asks on every request. */
export abstract class RevokedSessions {
  /** Whether the session is known to be over. */
  abstract has(sid: string): boolean;

  /** Seconds since what is known here was certainly complete; Infinity if it never was. On the monotonic clock. */
  abstract age(): number;

  /**
   * Seconds that this machine's clock is ahead of the bank's, as far as the feed showed it; 0 where it is the bank's own.
   */
  abstract clockAhead(): number;

  /** Asked on routes marked `@Sensitive()`: the bank reads the session's row, other services know no more than above. */
  isAlive?(claims: AccessTokenClaims): Promise<boolean>;
}
