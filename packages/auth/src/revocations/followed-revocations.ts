import type { LocalRevocations } from '../logout/local-revocations.js';
import { type KnownRevocations, RevokedSessions } from '@latchkey/verifier';

/** What a service that only verifies knows of revocations: the bank's feed and its own logouts. */
export class FollowedRevocations extends RevokedSessions {
  constructor(
    private readonly known: KnownRevocations,
    private readonly local: Pick<LocalRevocations, 'has'>,
  ) {
    super();
  }

  has(sid: string): boolean {
    return this.known.has(sid) || this.local.has(sid);
  }

  age(): number {
    return this.known.age();
  }

  clockAhead(): number {
    return this.known.clockAhead();
  }
}
