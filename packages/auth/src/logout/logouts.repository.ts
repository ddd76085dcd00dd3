import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, Database } from '@latchkey/service';
import { revocationSeconds, type ClaimedLogout, type Logout, type LogoutStore } from '@latchkey/verifier';
import type { AuthConfig } from '../config/auth.config.js';

/** Wakes the replicas of a service when a session was ended at one of them. */
const LOCAL_REVOCATIONS_CHANNEL = 'latchkey_local_revocations';
/** Seconds for which a claimed logout is left to its claimer; longer than the bank may take to answer. */
const LEASE_SECONDS = 5;

/**
 * From here the tries of a logout without a token are counted: a replica of the release that knew tokens alone, at work
 * next to this one while both are replaced, never comes to the try at which it gives up.
 */
const NEVER = -1_000_000;

/** The service's own table of logouts and of deliveries. All times are the database's. */
@Injectable()
export class LogoutsRepository implements LogoutStore {
  /** Seconds after which no token is alive of a session that the bank has ended. */
  readonly #holdSeconds: number;
  readonly #absoluteSeconds: number;

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) config: AuthConfig,
  ) {
    this.#holdSeconds = revocationSeconds(config.TOKEN_TTL);
    this.#absoluteSeconds = config.SESSION_ABSOLUTE;
  }

  /**
   * Ends a session here and queues the news for the bank: both or neither. Everywhere outranks a plain logout.
   * @param authTime when the session began, in seconds since 1970
   */
  async add({ sid, sub, token, everywhere }: Logout, authTime: number): Promise<void> {
    await this.#query(
      `WITH revoked AS (
         INSERT INTO auth_local_revocations (sid, revoked_at, kept_until)
         VALUES ($1, clock_timestamp(), clock_timestamp() + make_interval(secs => $4))
         ON CONFLICT (sid) DO NOTHING
       ), queued AS (
         INSERT INTO auth_pending_logouts AS pending (sid, token, sub, everywhere, tries, next_try_at, expires_at)
         VALUES ($1, $2, $6, $3, $7, clock_timestamp(), to_timestamp($5))
         ON CONFLICT (sid) DO UPDATE SET token = EXCLUDED.token, sub = EXCLUDED.sub, tries = EXCLUDED.tries, next_try_at = EXCLUDED.next_try_at,
           everywhere = pending.everywhere OR EXCLUDED.everywhere
       ) SELECT pg_notify('${LOCAL_REVOCATIONS_CHANNEL}', '')`,
      [sid, token, everywhere, this.#holdSeconds, authTime + this.#absoluteSeconds, sub, token === null ? NEVER : 0],
    );
  }

  /** All sessions that were ended at this service and are still to be held. */
  async revoked(): Promise<string[]> {
    const rows = await this.#query<{ sid: string }[]>('SELECT sid FROM auth_local_revocations');
    return rows.map(({ sid }) => sid);
  }

  async forget(sids: readonly string[]): Promise<void> {
    await this.#query('DELETE FROM auth_local_revocations WHERE sid = ANY($1)', [sids]);
  }

  /** Takes logouts that are due; no other replica gets them until the lease is over, even if this process dies. */
  async claim(limit: number): Promise<ClaimedLogout[]> {
    const claimed = await this.#query<ClaimedLogout[]>(
      `WITH due AS (
         SELECT sid FROM auth_pending_logouts
         WHERE next_try_at <= statement_timestamp() AND expires_at > statement_timestamp()
         ORDER BY next_try_at LIMIT $1 FOR UPDATE SKIP LOCKED
       ), claimed AS (
         UPDATE auth_pending_logouts pending
         SET tries = tries + 1, next_try_at = clock_timestamp() + make_interval(secs => $2)
         FROM due WHERE pending.sid = due.sid
         RETURNING pending.sid, token, sub, everywhere, tries
       ) SELECT * FROM claimed`,
      [limit, LEASE_SECONDS],
    );
    return claimed.map((logout) => ({ ...logout, tries: logout.tries > 0 ? logout.tries : logout.tries - NEVER }));
  }

  /**
   * Drops a logout that needs no further try, unless it has meanwhile become one of everywhere. From now on the session's
   * last token lives as long as any.
   */
  async settle({ sid, everywhere }: Logout): Promise<void> {
    await this.#query(
      `WITH settled AS (DELETE FROM auth_pending_logouts WHERE sid = $1 AND everywhere = $2)
       UPDATE auth_local_revocations SET kept_until = clock_timestamp() + make_interval(secs => $3) WHERE sid = $1`,
      [sid, everywhere, this.#holdSeconds],
    );
  }

  async postpone({ sid, everywhere }: Logout, milliseconds: number): Promise<void> {
    await this.#query(
      `UPDATE auth_pending_logouts SET next_try_at = clock_timestamp() + make_interval(secs => $3)
       WHERE sid = $1 AND everywhere = $2`,
      [sid, everywhere, milliseconds / 1000],
    );
  }

  async countPending(): Promise<number> {
    const [row] = await this.#query<{ count: number }[]>('SELECT count(*)::int AS count FROM auth_pending_logouts');
    return row?.count ?? 0;
  }

  /** Drops what has outlived its session. What the bank was not told of is held, for it may still renew the session. */
  async sweep(): Promise<void> {
    await this.#query('DELETE FROM auth_pending_logouts WHERE expires_at <= statement_timestamp()');
    await this.#query(
      `DELETE FROM auth_local_revocations revoked WHERE kept_until <= statement_timestamp()
       AND NOT EXISTS (SELECT FROM auth_pending_logouts pending WHERE pending.sid = revoked.sid)`,
    );
  }

  watch(listener: () => void): { close(): Promise<void> } {
    return this.database.listen(LOCAL_REVOCATIONS_CHANNEL, listener);
  }

  // TypeORM's error carries the parameters, and with them a token, into the log; the driver's own does not.
  async #query<R>(sql: string, params: readonly unknown[] = []): Promise<R> {
    try {
      return await this.database.query<R>(sql, params);
    } catch (error) {
      throw (error as { driverError?: unknown }).driverError ?? error;
    }
  }
}
