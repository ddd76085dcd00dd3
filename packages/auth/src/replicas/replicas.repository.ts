import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import type { ReplicaReport } from '@latchkey/verifier/contract';

/** Seconds after which a replica that said nothing is taken for gone. */
const SEEN_WITHIN = 30;
/** Seconds after which nothing is left of it. */
const FORGOTTEN_AFTER = 60;

interface ReplicaRow extends Omit<ReplicaReport, 'seenAt' | 'tokenVersions' | 'issues'> {
  readonly tokenVersions: number[] | null;
  readonly issues: number | null;
  readonly seenAt: Date;
}

/** The replicas of this service, as each last wrote about itself. All times are the database's. */
@Injectable()
export class ReplicasRepository {
  constructor(private readonly database: Database) {}

  /** Those that were seen lately. */
  async seen(): Promise<ReplicaReport[]> {
    const rows = await this.database.query<ReplicaRow[]>(
      `SELECT instance, thumbprints, signing, fault, feed_age AS "feedAge", token_versions AS "tokenVersions", issues,
         seen_at AS "seenAt" FROM auth_replicas
       WHERE seen_at > clock_timestamp() - make_interval(secs => $1) ORDER BY instance`,
      [SEEN_WITHIN],
    );
    return rows.map(({ tokenVersions, issues, seenAt, ...row }) => ({
      ...row,
      // A row of the release before says nothing of them, and so does its report.
      ...(tokenVersions !== null && { tokenVersions }),
      ...(issues !== null && { issues }),
      seenAt: seenAt.toISOString(),
    }));
  }

  /** Writes what a replica says of itself, and drops those that have long said nothing. */
  async put(report: Omit<ReplicaRow, 'seenAt'>): Promise<void> {
    const { instance, thumbprints, signing, fault, feedAge, tokenVersions, issues } = report;
    await this.database.query(
      `WITH gone AS (
         DELETE FROM auth_replicas WHERE instance IN (
           SELECT instance FROM auth_replicas
           WHERE seen_at < clock_timestamp() - make_interval(secs => $8) AND instance <> $1 FOR UPDATE SKIP LOCKED)
       )
       INSERT INTO auth_replicas (instance, thumbprints, signing, fault, feed_age, token_versions, issues, seen_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())
       ON CONFLICT (instance) DO UPDATE SET thumbprints = EXCLUDED.thumbprints, signing = EXCLUDED.signing,
         fault = EXCLUDED.fault, feed_age = EXCLUDED.feed_age, token_versions = EXCLUDED.token_versions,
         issues = EXCLUDED.issues, seen_at = EXCLUDED.seen_at`,
      [instance, thumbprints, signing, fault, feedAge, tokenVersions, issues, FORGOTTEN_AFTER],
    );
  }

  async remove(instance: string): Promise<void> {
    await this.database.query('DELETE FROM auth_replicas WHERE instance = $1', [instance]);
  }
}
