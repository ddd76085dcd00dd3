import type { Database } from '@latchkey/service';
import { newestDeletions, type DeletionNews, type FeedNews, type FeedStore, type StoredFeed } from '@latchkey/verifier';

/** Stands in the table where it is not known how far the copy goes; read so by earlier releases too. */
const NOWHERE = { asOf: 0, etag: '', rightsAsOf: 0 };

/** Rows written by one statement. */
const BATCH = 5_000;

const TABLES = [
  ['sid', 'auth_revoked_sids'],
  ['sub', 'auth_changed_rights'],
] as const;

interface FeedRow {
  readonly as_of: string;
  readonly etag: string;
  readonly rights_as_of: string;
  readonly deleted_to: string;
}

/** The copy of the feed in the service's own database, written by all replicas, read at start. */
export class FeedRepository implements FeedStore {
  /** @param keptSeconds how long a session or a change of rights is kept after it was first learnt */
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
        `UPDATE auth_feed SET as_of = ${NOWHERE.asOf}, etag = '${NOWHERE.etag}', rights_as_of = ${NOWHERE.rightsAsOf}
         WHERE issuer = $1 AND greatest(as_of, rights_as_of) > $2`,
        [this.issuer, latest],
      );
      // First how far it goes: what is added meanwhile does no harm, what is missing would.
      const [feed] = await this.database.query<FeedRow[]>(
        'SELECT as_of, etag, rights_as_of, deleted_to FROM auth_feed WHERE issuer = $1',
        [this.issuer],
      );
      const sids = await this.#living<{ sid: string }>('sid', 'auth_revoked_sids');
      const rights = await this.#living<{ sub: string; rv: string }>('sub, rv', 'auth_changed_rights');
      return {
        reached: reachedOf(feed),
        revoked: sids.map(({ sid, age }) => [sid, age] as const),
        rights: rights.map(({ sub, rv, age }) => [sub, Number(rv), age] as const),
        deletedTo: Number(feed?.deleted_to ?? 0),
        isRepaired: repaired > 0,
      };
    });
  }

  /**
   * Adds news: all of it or nothing. Replicas write the same, so what is there already stays, unless it lies beyond `latest`.
   * Each time stands for itself: a replica of the release before moves that of the sessions alone.
   */
  async save({ reached, sids, rights, deletions }: FeedNews, latest: number): Promise<void> {
    const { asOf, etag, rightsAsOf } = reached ?? NOWHERE;
    await this.database.transaction(async () => {
      // First the one row, even if it stays as it is: it lets one replica after the other write, so that none meets another.
      await this.database.query(
        `INSERT INTO auth_feed AS stored (issuer, as_of, etag, rights_as_of) VALUES ($1, $2, $3, $5)
         ON CONFLICT (issuer) DO UPDATE SET
           as_of = CASE WHEN stored.as_of BETWEEN EXCLUDED.as_of AND $4 THEN stored.as_of ELSE EXCLUDED.as_of END,
           etag = CASE WHEN stored.as_of BETWEEN EXCLUDED.as_of AND $4 THEN stored.etag ELSE EXCLUDED.etag END,
           rights_as_of = CASE WHEN stored.rights_as_of BETWEEN EXCLUDED.rights_as_of AND $4 THEN stored.rights_as_of
             ELSE EXCLUDED.rights_as_of END
         WHERE stored.as_of NOT BETWEEN EXCLUDED.as_of AND $4 OR stored.rights_as_of NOT BETWEEN EXCLUDED.rights_as_of AND $4`,
        [this.issuer, asOf, etag, latest, rightsAsOf],
      );
      for (const some of batches(sids)) {
        await this.database.query(
          `INSERT INTO auth_revoked_sids (sid, learnt_at)
           SELECT sid, clock_timestamp() FROM unnest($1::uuid[]) AS sid ON CONFLICT DO NOTHING`,
          [some],
        );
      }
      for (const some of batches(rights)) {
        await this.database.query(
          `INSERT INTO auth_changed_rights AS stored (sub, rv, learnt_at)
           SELECT sub, rv, clock_timestamp() FROM unnest($1::uuid[], $2::bigint[]) AS news (sub, rv)
           ON CONFLICT (sub) DO UPDATE SET rv = EXCLUDED.rv, learnt_at = EXCLUDED.learnt_at WHERE stored.rv < EXCLUDED.rv`,
          [some.map(([sub]) => sub), some.map(([, rv]) => rv)],
        );
      }
      for (const news of deletions) await this.#saveDeletions(news);
    });
  }

  /** Drops what no living token can be older than. */
  async prune(): Promise<void> {
    for (const [key, table] of TABLES) {
      await this.database.query(
        `DELETE FROM ${table} WHERE ${key} IN (
           SELECT ${key} FROM ${table} WHERE learnt_at < clock_timestamp() - make_interval(secs => $1)
           FOR UPDATE SKIP LOCKED)`,
        [this.keptSeconds],
      );
    }
  }

  /** Rows of which a token may be alive, with the seconds since they were learnt. */
  #living<R>(columns: string, table: string): Promise<(R & { readonly age: number })[]> {
    return this.database.query(
      `SELECT ${columns}, extract(epoch FROM clock_timestamp() - learnt_at)::float8 AS age FROM ${table}
       WHERE learnt_at > clock_timestamp() - make_interval(secs => $1)`,
      [this.keptSeconds],
    );
  }

  // The row of the feed is locked by now, so what it says is what the last writer left.
  async #saveDeletions(news: DeletionNews): Promise<void> {
    if ('restartedAt' in news) {
      const restart = 'UPDATE auth_feed SET deleted_to = 0 WHERE issuer = $1 AND deleted_to > $2';
      return void (await this.database.query(restart, [this.issuer, news.restartedAt]));
    }
    const [row] = await this.database.query<FeedRow[]>('SELECT deleted_to FROM auth_feed WHERE issuer = $1', [
      this.issuer,
    ]);
    const stored = Number(row?.deleted_to ?? 0);
    if (news.to <= stored) return;
    for (const some of batches(newestDeletions(news.subs, news.to - stored))) {
      await this.database.query(
        `INSERT INTO auth_pending_deletions (sub, next_try_at)
         SELECT sub, clock_timestamp() FROM unnest($1::uuid[]) AS sub ON CONFLICT DO NOTHING`,
        [some],
      );
    }
    await this.database.query('UPDATE auth_feed SET deleted_to = $2 WHERE issuer = $1', [this.issuer, news.to]);
  }
}

function reachedOf(feed: FeedRow | undefined): StoredFeed['reached'] {
  if (feed === undefined || Number(feed.as_of) === NOWHERE.asOf) return undefined;
  return { asOf: Number(feed.as_of), etag: feed.etag, rightsAsOf: Number(feed.rights_as_of) };
}

function* batches<T>(list: readonly T[]): Generator<T[]> {
  for (let i = 0; i < list.length; i += BATCH) yield list.slice(i, i + BATCH);
}
