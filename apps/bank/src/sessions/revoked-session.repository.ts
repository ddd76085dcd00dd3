import { Injectable } from '@nestjs/common';
import { Database, type Listener } from '@latchkey/service';
import { MARK_MODULUS } from './recent-changes.js';

/** What the feed tells, as one statement saw it. Times are microseconds since 1970 by the database's clock. */
export interface FeedReading {
  /** Whatever was committed before this moment has been seen. */
  readonly asOf: number;
  readonly sids: readonly string[];
  /** When each of them ended. */
  readonly ends: readonly number[];
  /** People whose rights have changed. */
  readonly subs: readonly string[];
  readonly versions: readonly number[];
  /** When each of these changed. */
  readonly changes: readonly number[];
  /** The accounts below were deleted after this cursor. */
  readonly deletedAfter: number;
  readonly cursors: readonly number[];
  readonly deleted: readonly string[];
  /** Cursors of the oldest and the newest deletion that are kept; 0 if none is. */
  readonly oldest: number;
  readonly newest: number;
  /** Version of the token contract that is to be issued. */
  readonly issues: number;
}

/** What is known already of sessions or rights in the range that is read again: see `RecentChanges.mark`. */
export interface KnownChanges {
  readonly sids: number;
  readonly rights: number;
  /** Cursor of the last deletion. */
  readonly deleted: number;
}

const CHANNEL = 'latchkey_revocations';

type Row = Omit<FeedReading, 'asOf' | 'deletedAfter'> & { readonly asOf: string };

const MICROS = "(date_part('epoch', at) * 1000000)::bigint";
const MOMENT = (parameter: string): string => `'epoch'::timestamptz + ${parameter}::float8 * interval '1 microsecond'`;
// As JSON: the driver would take a row apart for each session, which costs ten times as much.
// And by the time at which the statement's transaction began: its snapshot is younger, so nothing older is missed.
const ANSWER = (deletedAfter: string): string => `
  SELECT (extract(epoch FROM now()) * 1000000)::bigint::text AS "asOf", s.*, r.*, d.*, b.*,
         coalesce((SELECT version FROM token_contract), 1) AS issues
  FROM (SELECT coalesce(json_agg(id), '[]') AS sids, coalesce(json_agg(${MICROS}), '[]') AS ends FROM ended) s,
       (SELECT coalesce(json_agg(id), '[]') AS subs, coalesce(json_agg(version), '[]') AS versions,
               coalesce(json_agg(${MICROS}), '[]') AS changes FROM changed) r,
       (SELECT coalesce(json_agg(cursor ORDER BY cursor), '[]') AS cursors,
               coalesce(json_agg(user_id ORDER BY cursor), '[]') AS deleted
        FROM deleted_accounts WHERE cursor > ${deletedAfter}) d,
       (SELECT coalesce(min(cursor), 0)::float8 AS oldest, coalesce(max(cursor), 0)::float8 AS newest
        FROM deleted_accounts) b`;

interface Source {
  readonly rows: string;
  /** When a row changed. */
  readonly time: string;
}

const SESSIONS: Source = { rows: 'SELECT id, ended_at AS at FROM sessions', time: 'ended_at' };
const USERS: Source = {
  rows: 'SELECT id, rights_version AS version, rights_changed_at AS at FROM users',
  time: 'rights_changed_at',
};

const ofLast = ({ rows, time }: Source): string => `${rows} WHERE ${time} > now() - make_interval(secs => $1)`;
const LAST = `WITH ended AS (${ofLast(SESSIONS)}), changed AS (${ofLast(USERS)}) ${ANSWER('0')}`;

// A range with two ends: of one with an open end the planner expects a third of the table as long as it has no statistics.
const since = (name: string, { rows, time }: Source, known: string): string => `
  late_${name} AS MATERIALIZED (${rows} WHERE ${time} > ${MOMENT('$1')} AND ${time} <= ${MOMENT('$2')}),
  ${name} AS (
    ${rows} WHERE ${time} > ${MOMENT('$2')} AND ${time} < 'infinity'
    UNION ALL
    SELECT * FROM late_${name}
    WHERE (SELECT coalesce(sum(${MICROS} % ${MARK_MODULUS}), 0) FROM late_${name}) <> ${known}::bigint
  )`;
const SINCE = `WITH ${since('ended', SESSIONS, '$3')}, ${since('changed', USERS, '$4')} ${ANSWER('$5::bigint')}`;

@Injectable()
export class RevokedSessionRepository {
  #listener: Listener | undefined;

  constructor(private readonly database: Database) {}

  /** Calls back whenever the feed has something to tell. */
  listen(onChanged: () => void): Listener {
    this.#listener = this.database.listen(CHANNEL, onChanged);
    return this.#listener;
  }

  /** All that happened in the last so many seconds, and every deletion that is kept. */
  readLast(seconds: number): Promise<FeedReading> {
    return this.#read(LAST, [seconds], 0);
  }

  /**
   * What happened after `fresh`; and, unless it is exactly what is known, also what did between `late` and `fresh`: a
   * transaction may commit long after it told the time. Deletions after the last that is known: these are committed in order.
   */
  readSince(late: number, fresh: number, known: KnownChanges): Promise<FeedReading> {
    return this.#read(SINCE, [late, fresh, known.sids, known.rights, known.deleted], known.deleted);
  }

  async #read(sql: string, params: readonly number[], deletedAfter: number): Promise<FeedReading> {
    // Not behind the requests that wait for the pool: a thousand logouts at once are no reason to hear late of them.
    const listener = this.#listener?.isConnected === true ? this.#listener : undefined;
    const [row] = await (listener?.query<Row>(sql, params) ?? this.database.query<Row[]>(sql, params));
    return { ...row!, asOf: Number(row!.asOf), deletedAfter };
  }
}
