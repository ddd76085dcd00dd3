import { hash } from 'node:crypto';
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

/** What was neither wrong nor right, or was right and is one of a window. */
const GIVE_BACK = {
  window:
    'UPDATE login_counts SET counted = counted - 1 WHERE key = $1 AND counted > 0 AND expires_at = $2::timestamptz',
  streak: 'UPDATE login_counts SET forgiven = forgiven + 1 WHERE key = $1 AND forgiven < least(counted, $2::bigint)',
};
/** This attempt and those before it count no more. */
const FORGIVE =
  'UPDATE login_counts SET forgiven = least(counted, $2::bigint) WHERE key = $1 AND forgiven < least(counted, $2::bigint)';
const SETTLE = { window: GIVE_BACK.window, streak: FORGIVE };

const KEPT_UNKNOWN_NAMES = 200_000;
const REMOVED_AT_ONCE = 1_000;
const REMOVE_OLD = `
  DELETE FROM login_counts WHERE key IN (
    (SELECT key FROM login_counts WHERE expires_at <= clock_timestamp() LIMIT $2)
    UNION ALL
    (SELECT key FROM login_counts WHERE key LIKE 'unknown:%' ORDER BY expires_at DESC OFFSET $1 LIMIT $2))`;

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

  /** Takes one of each budget, or of none: undefined if one of them takes none now. */
  async take(budgets: readonly Budget[], waits: readonly number[]): Promise<readonly Ticket[] | undefined> {
    if (budgets.length === 0) return [];
    // In the order of the keys, so that two attempts never wait for each other.
    const inOrder = budgets.toSorted((one, other) => (one.key < other.key ? -1 : 1));
    try {
      return await this.database.transaction(() => this.#takeEach(inOrder, waits));
    } catch (error) {
      if (error instanceof NothingLeft) return undefined;
      throw error;
    }
  }

  /** The attempt was neither wrong nor right: it is not counted. */
  async giveBack(tickets: readonly Ticket[]): Promise<void> {
    if (tickets.length > 0) await this.database.transaction(() => this.#update(GIVE_BACK, tickets));
  }

  /** The attempt was right: it ends its streaks. Those that began later go on. */
  async settle(tickets: readonly Ticket[]): Promise<void> {
    if (tickets.length > 0) await this.database.transaction(() => this.#update(SETTLE, tickets));
  }

  /** Ends the streak of an account at the operator's word; answers how many failures it had. */
  async forget(username: string): Promise<number> {
    const [[row]] = await this.database.query<[{ failures: number }[], number]>(
      `UPDATE login_counts c SET forgiven = c.counted FROM (SELECT * FROM login_counts WHERE key = $1 FOR UPDATE) old
       WHERE c.key = old.key AND c.forgiven < c.counted RETURNING (old.counted - old.forgiven)::int AS failures`,
      [`account:${accountKey(username)}`],
    );
    return row?.failures ?? 0;
  }

  /** Removes what is kept of an account for longer than a window. */
  async removeOf(username: string): Promise<void> {
    const key = accountKey(username);
    await this.database.query('DELETE FROM login_counts WHERE key IN ($1, $2)', [
      `account:${key}`,
      `right-account:${key}`,
    ]);
  }

  /** Removes counts that are over, and the oldest of unknown names beyond so many; answers how many. */
  async removeOld(mostUnknown = KEPT_UNKNOWN_NAMES): Promise<number> {
    let removed = 0;
    for (;;) {
      const [, count] = await this.database.query<[unknown[], number]>(REMOVE_OLD, [mostUnknown, REMOVED_AT_ONCE]);
      removed += count;
      if (count < REMOVED_AT_ONCE) return removed;
    }
  }

  // Decided in one statement each, so that no two share the last place.
  async #takeEach(budgets: readonly Budget[], waits: readonly number[]): Promise<Ticket[]> {
    const tickets: Ticket[] = [];
    for (const { key, kind, most, free, seconds } of budgets) {
      const params = [key, seconds, kind === 'streak', most, free, waits];
      const [row] = await this.database.query<Pick<Ticket, 'number' | 'expiresAt'>[]>(TAKE, params);
      if (row === undefined) throw new NothingLeft();
      tickets.push({ key, kind, ...row });
    }
    return tickets;
  }

  async #update(statements: typeof GIVE_BACK, tickets: readonly Ticket[]): Promise<void> {
    for (const { key, kind, number, expiresAt } of tickets) {
      await this.database.query(statements[kind], [key, kind === 'window' ? expiresAt : number]);
    }
  }
}

/** Rolls back what was taken before. */
class NothingLeft extends Error {}

/** Stands for an account in counts: fixed in length, and no record of what somebody typed into the wrong field. */
export function accountKey(name: string): string {
  return hash('sha256', name, 'base64url');
}
