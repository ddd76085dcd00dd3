import type { TokenVersion } from '../contract/access-token.js';
import type { LocalRevocations } from './local-revocations.js';
import type { RevocationListener } from './revocation-news.js';
import type { RevocationSet } from './revocation-set.js';
import { RevokedSessions } from './revoked-sessions.js';

/** What a service that only verifies knows of revocations: the bank's feed and its own logouts. */
export class FollowedRevocations extends RevokedSessions {
  constructor(
    private readonly set: RevocationSet,
    private readonly local: Pick<LocalRevocations, 'has' | 'onNews'>,
  ) {
    super();
  }

  has(sid: string): boolean {
    return this.set.has(sid) || this.local.has(sid);
  }

  rightsOf(sub: string): number | undefined {
    return this.set.rights.versionOf(sub);
  }

  age(version: TokenVersion = 1): number {
    return version === 1 ? this.set.age() : this.set.rightsAge();
  }

  clockAhead(): number {
    return this.set.clockAhead();
  }

  onNews(listener: RevocationListener): void {
    this.set.onNews(listener);
    this.local.onNews(listener);
  }
}
