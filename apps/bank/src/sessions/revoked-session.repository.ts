import { Injectable } from '@nestjs/common';
import { Database, type Listener } from '@latchkey/service';
import { MARK_MODULUS } from './recent-changes.js';

/** What the feed tells, as one statement saw it. Times are microseconds since 1970 by the database's clock. */
export interface FeedReading {
  /** Whatever was committed before this moment has been seen, but for what {@link isThorough} says. */
  readonly asOf: number;
  /** Nothing was seen that was committed after this moment. */
  readonly seenAt: number;
  /** Everything that is told was read, not what is new alone. */
  readonly isWhole: boolean;
  /** What was committed long after it told the time was looked for too. */
  readonly isThorough: boolean;
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

/** How it was read. */
type Manner = Pick<FeedReading, 'isWhole' | 'isThorough' | 'deletedAfter'>;
type Row = Omit<FeedReading, 'asOf' | 'seenAt' | keyof Manner> & { readonly asOf: string; readonly seenAt: string };

const micros = (time: string): string => `(date_part('epoch', ${time}) * 1000000)::bigint`;
const MOMENT = (parameter: string): string => `'epoch'::timestamptz + ${parameter}::float8 * interval '1 microsecond'`;
// As JSON: the driver would take a row apart for each session, which costs ten times as much.
// And by the time at which the statement's transaction began: its snapshot is younger, so nothing older is missed.
const ANSWER = (deletedAfter: string): string => `
  SELECT (extract(epoch FROM now()) * 1000000)::bigint::text AS "asOf",
         (extract(epoch FROM clock_timestamp()) * 1000000)::bigint::text AS "seenAt", s.*, r.*, d.*, b.*,
         coalesce((SELECT version FROM token_contract), 1) AS issues
  FROM (SELECT coalesce(json_agg(id), '[]') AS sids, coalesce(json_agg(${micros('at')}), '[]') AS ends FROM ended) s,
       (SELECT coalesce(json_agg(id), '[]') AS subs, coalesce(json_agg(version), '[]') AS versions,
               coalesce(json_agg(${micros('at')}), '[]') AS changes FROM changed) r,
       (SELECT coalesce(json_agg(cursor ORDER BY cursor), '[]') AS cursors,
               coalesce(json_agg(user_id ORDER BY cursor), '[]') AS deleted
        FROM deleted_accounts WHERE cursor > ${deletedAfter}) d,
       (SELECT coalesce(min(cursor), 0)::float8 AS oldest, coalesce(max(cursor), 0)::float8 AS newest
        FROM deleted_accounts) b`;

interface Source {
  readonly table: string;
  readonly columns: string;
  /** When a row changed. */
  readonly time: string;
}

const SESSIONS: Source = { table: 'sessions', columns: 'id', time: 'ended_at' };
const USERS: Source = { table: 'users', columns: 'id, rights_version AS version', time: 'rights_changed_at' };

const rows = ({ table, columns, time }: Source): string =>
  `SELECT ${columns}, ${time} AS at FROM ${table} WHERE ${time}`;
const ofLast = (source: Source): string => `${rows(source)} > now() - make_interval(secs => $1)`;
const LAST = `WITH ended AS (${ofLast(SESSIONS)}), changed AS (${ofLast(USERS)}) ${ANSWER('0')}`;

const [LATE, FRESH] = [MOMENT('$1'), MOMENT('$2')];
// A range with two ends: of one with an open end the planner expects a third of the table as long as it has no statistics.
// And the mark by the index alone: after fifty thousand changes at once it is asked for twice a second.
const ofSince = (source: Source, known: string): string => `
  ${rows(source)} > ${FRESH} AND ${source.time} < 'infinity'
  UNION ALL
  ${rows(source)} > ${LATE} AND ${source.time} <= ${FRESH} AND ${known}::bigint <> (
    SELECT coalesce(sum(${micros(source.time)} % ${MARK_MODULUS}), 0) FROM ${source.table}
    WHERE ${source.time} > ${LATE} AND ${source.time} <= ${FRESH}
  )`;
const SINCE = `
  WITH ended AS (${ofSince(SESSIONS, '$3')}), changed AS (${ofSince(USERS, '$4')}) ${ANSWER('$5::bigint')}`;

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
    return this.#read(LAST, [seconds], { isWhole: true, isThorough: true, deletedAfter: 0 });
  }

  /**
   * What happened after `fresh`; and, unless it is exactly what is known, also what did between `late` and `fresh`: a
   * transaction may commit long after it told the time. Deletions after the last that is known: these are committed in order.
   */
  readSince(late: number, fresh: number, known: KnownChanges): Promise<FeedReading> {
    const manner = { isWhole: false, isThorough: late < fresh, deletedAfter: known.deleted };
    return this.#read(SINCE, [late, fresh, known.sids, known.rights, known.deleted], manner);
  }

  async #read(sql: string, params: readonly number[], manner: Manner): Promise<FeedReading> {
    // Not behind the requests that wait for the pool: a thousand logouts at once are no reason to hear late of them.
    const listener = this.#listener?.isConnected === true ? this.#listener : undefined;
    const [row] = await (listener?.query<Row>(sql, params) ?? this.database.query<Row[]>(sql, params));
    return { ...row!, ...manner, asOf: Number(row!.asOf), seenAt: Number(row!.seenAt) };
  }
}
