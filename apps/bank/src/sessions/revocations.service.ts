import { Injectable } from '@nestjs/common';
import { logoutLagHistogram } from '@latchkey/auth';
import { RevokedSessions, type RevocationListener, type TokenStanding } from '@latchkey/verifier';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { Metrics, Readiness } from '@latchkey/service';
import { ActiveSessionsService } from './active-sessions.service.js';
import { RevokedSessionsService } from './revoked-sessions.service.js';
import { standingOf } from './token-standing.rules.js';

/** What the bank's guard knows of revocations: the sessions that ended within the hard TTL of a token. */
@Injectable()
export class RevocationsService extends RevokedSessions {
  constructor(
    private readonly ended: RevokedSessionsService,
    private readonly active: ActiveSessionsService,
    readiness: Readiness,
    metrics: Metrics,
  ) {
    super();
    const named = 'Sessions that ended while tokens of theirs may live.';
    const age = 'Seconds since all of them were certainly known.';
    metrics.gauge('latchkey_revocations_living', named, [], (gauge) => gauge.set(ended.lists.sids.size));
    metrics.gauge('latchkey_revocations_age_seconds', age, [], (gauge) => gauge.set(ended.age()));
    const changed = 'People whose rights have changed while tokens of theirs may live.';
    const kept = 'Accounts that were deleted of which services are told.';
    const cursor = 'Place of the last deletion in their list.';
    const { lists } = ended;
    metrics.gauge('latchkey_rights_changes_living', changed, [], (gauge) => gauge.set(lists.rights.size));
    metrics.gauge('latchkey_deletions_kept', kept, [], (gauge) => gauge.set(lists.deleted.size));
    metrics.gauge('latchkey_deletions_cursor', cursor, [], (gauge) => gauge.set(lists.deleted.newest));
    metrics.gauge('latchkey_token_version_issued', 'Version of the tokens that the bank issues.', [], (gauge) =>
      gauge.set(ended.issuedVersion()),
    );
    const lags = logoutLagHistogram(metrics);
    ended.onNews(({ longestLag }) => {
      if (longestLag !== undefined) lags.observe(longestLag);
    });
    readiness.add('revocations', () => ({
      ok: ended.asOf !== undefined,
      detail: {
        living: ended.lists.sids.size,
        ...(ended.asOf !== undefined && { ageSeconds: Math.round(ended.age()) }),
      },
    }));
  }

  has(sid: string): boolean {
    return this.ended.lists.sids.has(sid);
  }

  age(): number {
    return this.ended.age();
  }

  /** The bank's clock is the clock. */
  clockAhead(): number {
    return 0;
  }

  rightsOf(sub: string): number | undefined {
    return this.ended.lists.rights.versionOf(sub);
  }

  onNews(listener: RevocationListener): void {
    this.ended.onNews(listener);
  }

  override async standing(claims: AccessTokenClaims): Promise<TokenStanding> {
    return standingOf(claims, await this.active.findStanding(claims));
  }
}
