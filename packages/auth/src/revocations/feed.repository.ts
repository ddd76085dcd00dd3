import type { Database } from '@latchkey/service';
import type { FeedStore, StoredFeed } from '@latchkey/verifier';

/** Stands in the table where it is not known how far the copy goes; read so by earlier releases too. */
const NOWHERE = { asOf: 0, etag: '' };

/** Sessions written by one statement. */
const BATCH = 5_000;

/** The copy of the feed in the service's own database, written by all replicas, read at start. */
export class FeedRepository implements FeedStore {
  /** @param keptSeconds how long a session is kept after it was first learnt */
  constructor(
    private readonly database: Database,
    private readonly issuer: string,
    private readonly keptSeconds: number,
  ) {}

  /**
   * The last copy. How far it goes is not believed beyond `latest`, in milliseconds since 1970, and taken back in the table
   * too: a release that did not look may have stored it, and would believe it again.
   */
  load(latest: number): Promise<StoredFeed & { readonly isRepaired: boolean }> {
    return this.database.transaction(async () => {
      const [, repaired] = await this.database.query<[unknown, number]>(
        `UPDATE auth_feed SET as_of = ${NOWHERE.asOf}, etag = '${NOWHERE.etag}' WHERE issuer = $1 AND as_of > $2`,
        [this.issuer, latest],
      );
      // First how far it goes: sessions that are added meanwhile do no harm, missing ones would.
      const [feed] = await this.database.query<{ as_of: string; etag: string }[]>(
        `SELECT as_of, etag FROM auth_feed WHERE issuer = $1 AND as_of > ${NOWHERE.asOf}`,
        [this.issuer],
      );
      const rows = await this.database.query<{ sid: string; age: number }[]>(
        `SELECT sid, extract(epoch FROM clock_timestamp() - learnt_at)::float8 AS age FROM auth_revoked_sids
         WHERE learnt_at > clock_timestamp() - make_interval(secs => $1)`,
        [this.keptSeconds],
      );
      const revoked = rows.map(({ sid, age }) => [sid, age] as const);
      const reached = feed && { asOf: Number(feed.as_of), etag: feed.etag };
      return { reached, revoked, isRepaired: repaired > 0 };
    });
  }

  /**
   * Adds sessions and how far they go: both or neither. Replicas write the same, so what is there already stays, unless it
   * lies beyond `latest`.
   */
  async save(reached: StoredFeed['reached'], sids: readonly string[], latest: number): Promise<void> {
    const { asOf, etag } = reached ?? NOWHERE;
    await this.database.transaction(async () => {
      // First the one row, even if it stays as it is: it lets one replica after the other write, so that none meets another.
      await this.database.query(
        `INSERT INTO auth_feed AS stored (issuer, as_of, etag) VALUES ($1, $2, $3)
         ON CONFLICT (issuer) DO UPDATE SET as_of = EXCLUDED.as_of, etag = EXCLUDED.etag
           WHERE stored.as_of < EXCLUDED.as_of OR stored.as_of > $4`,
        [this.issuer, asOf, etag, latest],
      );
      for (let i = 0; i < sids.length; i += BATCH) {
        await this.database.query(
          `INSERT INTO auth_revoked_sids (sid, learnt_at)
           SELECT sid, clock_timestamp() FROM unnest($1::uuid[]) AS sid ON CONFLICT DO NOTHING`,
          [sids.slice(i, i + BATCH)],
        );
      }
    });
  }

  /** Drops sessions whose last token is over. */
  async prune(): Promise<void> {
    await this.database.query(
      `DELETE FROM auth_revoked_sids WHERE sid IN (
         SELECT sid FROM auth_revoked_sids WHERE learnt_at < clock_timestamp() - make_interval(secs => $1)
         FOR UPDATE SKIP LOCKED)`,
      [this.keptSeconds],
    );
  }
}
