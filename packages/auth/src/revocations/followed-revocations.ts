import { Injectable } from '@nestjs/common';
import { RevokedSessions } from './revoked-sessions.js';

/** What a service that only verifies knows of revocations: the bank's feed and its own logouts. */
@Injectable()
export class FollowedRevocations extends RevokedSessions {
  has(): boolean {
    return false;
  }

  age(): number {
    return Infinity;
  }

  clockAhead(): number {
    return 0;
  }
}
