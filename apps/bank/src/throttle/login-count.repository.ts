import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import type { Budget, Count } from './throttle.rules.js';

/** One count that was taken: which attempt it was, and in which window. */
export interface Ticket {
  readonly key: string;
  readonly kind: Budget['kind'];
  readonly number: number;
  readonly expiresAt: string | null;
}

const TAKE = `
  INSERT INTO login_counts AS c (key, counted, last_at, expires_at)
  VALUES ($1, 1, clock_timestamp(), clock_timestamp() + make_interval(secs => $2::float8))
  ON CONFLICT (key) DO UPDATE SET
    counted = CASE WHEN c.expires_at <= clock_timestamp() THEN 1 ELSE c.counted + 1 END,
    forgiven = CASE WHEN c.expires_at <= clock_timestamp() THEN 0 ELSE c.forgiven END,
    last_at = clock_timestamp(),
    expires_at = CASE WHEN $3::boolean OR c.expires_at <= clock_timestamp() THEN EXCLUDED.expires_at ELSE c.expires_at END
  WHERE c.expires_at <= clock_timestamp()
    OR c.counted - c.forgiven < $4::bigint
      AND (c.counted - c.forgiven < $5::bigint OR clock_timestamp() >= c.last_at + make_interval(
        secs => ($6::float8[])[least(c.counted - c.forgiven - $5::bigint + 1, cardinality($6::float8[]))::int]))
  RETURNING counted::int AS number, expires_at::text AS "expiresAt"`;

/** Counts of logins, by the database's clock, shared by all replicas. */
@Injectable()
export class LoginCountRepository {
  constructor(private readonly database: Database) {}

  /** What these keys have counted; a key without a count is missing. */
  async read(keys: readonly string[]): Promise<Map<string, Count>> {
    const rows = await this.database.query<(Count & { key: string })[]>(
      `SELECT key, (counted - forgiven)::int AS counted,
         extract(epoch FROM clock_timestamp() - last_at)::float8 AS "secondsSinceLast",
         coalesce(extract(epoch FROM expires_at - clock_timestamp()), 0)::float8 AS "secondsLeft"
       FROM login_counts WHERE key = ANY ($1) AND (expires_at IS NULL OR expires_at > clock_timestamp())`,
      [keys],
    );
    return new Map(rows.map((row) => [row.key, row]));
  }

  /** Counts one, unless the budget takes none now: decided in one statement, so that no two share the last place. */
  async take(budget: Budget, waits: readonly number[]): Promise<Ticket | undefined> {
    const { key, kind, most, free, seconds } = budget;
    const [row] = await this.database.query<Pick<Ticket, 'number' | 'expiresAt'>[]>(TAKE, [
      key,
      seconds,
      kind === 'streak',
      most,
      free,
      waits,
    ]);
    return row && { key, kind, ...row };
  }

  /** Takes back one count: it was neither wrong nor right, or was right and is one of a window. */
  async giveBack({ key, kind, number, expiresAt }: Ticket): Promise<void> {
    const own =
      kind === 'window'
        ? 'UPDATE login_counts SET counted = counted - 1 WHERE key = $1 AND counted > 0 AND expires_at = $2::timestamptz'
        : 'UPDATE login_counts SET forgiven = forgiven + 1 WHERE key = $1 AND forgiven < least(counted, $2::bigint)';
    await this.database.query(own, [key, kind === 'window' ? expiresAt : number]);
  }

  /** Ends a streak: this attempt and those before it count no more. One that began later still does. */
  async forgive({ key, number }: Ticket): Promise<void> {
    await this.database.query(
      'UPDATE login_counts SET forgiven = least(counted, $2::bigint) WHERE key = $1 AND forgiven < least(counted, $2::bigint)',
      [key, number],
    );
  }

  /** Ends the streak of an account at the operator's word; answers how many failures it had. */
  async forget(account: string): Promise<number> {
    const [[row]] = await this.database.query<[{ failures: number }[], number]>(
      `UPDATE login_counts c SET forgiven = c.counted FROM (SELECT * FROM login_counts WHERE key = $1 FOR UPDATE) old
       WHERE c.key = old.key AND c.forgiven < c.counted RETURNING (old.counted - old.forgiven)::int AS failures`,
      [`account:${account}`],
    );
    return row?.failures ?? 0;
  }

  /** Removes counts that are over, and the oldest of unknown names beyond so many; answers how many. */
  async removeOld(mostUnknown: number, limit: number): Promise<number> {
    const [, removed] = await this.database.query<[unknown[], number]>(
      `DELETE FROM login_counts WHERE key IN (
         (SELECT key FROM login_counts WHERE expires_at <= clock_timestamp() LIMIT $2)
         UNION ALL
         (SELECT key FROM login_counts WHERE key LIKE 'unknown:%' ORDER BY expires_at DESC OFFSET $1 LIMIT $2))`,
      [mostUnknown, limit],
    );
    return removed;
  }
}
