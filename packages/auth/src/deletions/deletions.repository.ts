import type { Database } from '@latchkey/service';
import type { ClaimedDeletion, DeletionStore } from '@latchkey/verifier';

/** The service's own table of deleted accounts whose data is still to be removed. All times are the database's. */
export class DeletionsRepository implements DeletionStore {
  constructor(private readonly database: Database) {}

  async claim(seconds: number): Promise<ClaimedDeletion | undefined> {
    const [claimed] = await this.database.query<ClaimedDeletion[]>(
      `WITH due AS (
         SELECT sub FROM auth_pending_deletions WHERE next_try_at <= statement_timestamp()
         ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED
       ), claimed AS (
         UPDATE auth_pending_deletions pending
         SET tries = tries + 1, next_try_at = clock_timestamp() + make_interval(secs => $1)
         FROM due WHERE pending.sub = due.sub RETURNING pending.sub, tries
       ) SELECT * FROM claimed`,
      [seconds],
    );
    return claimed;
  }

  async settle(sub: string): Promise<void> {
    await this.database.query('DELETE FROM auth_pending_deletions WHERE sub = $1', [sub]);
  }

  async postpone(sub: string, milliseconds: number): Promise<void> {
    await this.database.query(
      'UPDATE auth_pending_deletions SET next_try_at = clock_timestamp() + make_interval(secs => $2) WHERE sub = $1',
      [sub, milliseconds / 1000],
    );
  }

  async countPending(): Promise<number> {
    const [row] = await this.database.query<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM auth_pending_deletions',
    );
    return row?.count ?? 0;
  }
}
