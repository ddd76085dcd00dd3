import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import type { ReplicaReport } from '@latchkey/verifier/contract';

/** Seconds after which a replica that said nothing is taken for gone. */
const SEEN_WITHIN = 30;
/** Seconds after which nothing is left of it. */
const FORGOTTEN_AFTER = 60;

/** The replicas of this service, as each last wrote about itself. All times are the database's. */
@Injectable()
export class ReplicasRepository {
  constructor(private readonly database: Database) {}

  /** Those that were seen lately. */
  async seen(): Promise<ReplicaReport[]> {
    const rows = await this.database.query<(Omit<ReplicaReport, 'seenAt'> & { seenAt: Date })[]>(
      `SELECT instance, thumbprints, signing, fault, feed_age AS "feedAge", seen_at AS "seenAt" FROM auth_replicas
       WHERE seen_at > clock_timestamp() - make_interval(secs => $1) ORDER BY instance`,
      [SEEN_WITHIN],
    );
    return rows.map((row) => ({ ...row, seenAt: row.seenAt.toISOString() }));
  }

  /** Writes what a replica says of itself, and drops those that have long said nothing. */
  async put({ instance, thumbprints, signing, fault, feedAge }: Omit<ReplicaReport, 'seenAt'>): Promise<void> {
    await this.database.query(
      `WITH gone AS (
         DELETE FROM auth_replicas WHERE instance IN (
           SELECT instance FROM auth_replicas
           WHERE seen_at < clock_timestamp() - make_interval(secs => $6) AND instance <> $1 FOR UPDATE SKIP LOCKED)
       )
       INSERT INTO auth_replicas (instance, thumbprints, signing, fault, feed_age, seen_at)
       VALUES ($1, $2, $3, $4, $5, clock_timestamp())
       ON CONFLICT (instance) DO UPDATE SET thumbprints = EXCLUDED.thumbprints, signing = EXCLUDED.signing,
         fault = EXCLUDED.fault, feed_age = EXCLUDED.feed_age, seen_at = EXCLUDED.seen_at`,
      [instance, thumbprints, signing, fault, feedAge, FORGOTTEN_AFTER],
    );
  }

  async remove(instance: string): Promise<void> {
    await this.database.query('DELETE FROM auth_replicas WHERE instance = $1', [instance]);
  }
}
