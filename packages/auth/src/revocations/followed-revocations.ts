import { Injectable } from '@nestjs/common';
import { LocalRevocations } from '../logout/local-revocations.js';
import { RevokedSessions } from './revoked-sessions.js';

/** What a service that only verifies knows of revocations: the bank's feed and its own logouts. */
@Injectable()
export class FollowedRevocations extends RevokedSessions {
  constructor(private readonly local: LocalRevocations) {
    super();
  }

  has(sid: string): boolean {
    return this.local.has(sid);
  }

  age(): number {
    return Infinity;
  }

  clockAhead(): number {
    return 0;
  }
}
