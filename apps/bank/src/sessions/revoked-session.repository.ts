import { Injectable } from '@nestjs/common';
import { Database, type Listener } from '@latchkey/service';

/** Sessions that ended, as one statement saw them. Times are microseconds since 1970 by the database's clock. */
export interface RevokedReading {
  /** Whatever was committed before this moment has been seen. */
  readonly asOf: number;
  readonly sids: readonly string[];
  /** When each of them ended. */
  readonly ends: readonly number[];
}

const CHANNEL = 'latchkey_revocations';

interface Row {
  readonly asOf: string;
  readonly sids: readonly string[];
  readonly ends: readonly number[];
}

// As JSON: the driver would take a row apart for each session, which costs ten times as much.
// And by the time at which the statement's transaction began: its snapshot is younger, so nothing older is missed.
const ANSWER = `
  SELECT (extract(epoch FROM now()) * 1000000)::bigint::text AS "asOf",
         coalesce(json_agg(id), '[]') AS sids,
         coalesce(json_agg((extract(epoch FROM ended_at) * 1000000)::bigint), '[]') AS ends`;
const MOMENT = (parameter: string): string => `'epoch'::timestamptz + ${parameter}::float8 * interval '1 microsecond'`;

const LAST = `${ANSWER} FROM sessions WHERE ended_at > now() - make_interval(secs => $1)`;
// A range with two ends: of one with an open end the planner expects a third of the table as long as it has no statistics.
const SINCE = `
  WITH late AS MATERIALIZED (
    SELECT id, ended_at FROM sessions WHERE ended_at > ${MOMENT('$1')} AND ended_at <= ${MOMENT('$2')}
  ), found AS (
    SELECT id, ended_at FROM sessions WHERE ended_at > ${MOMENT('$2')} AND ended_at < 'infinity'
    UNION ALL
    SELECT id, ended_at FROM late WHERE (SELECT count(*) FROM late) <> $3::bigint
  )
  ${ANSWER} FROM found`;

@Injectable()
export class RevokedSessionRepository {
  #listener: Listener | undefined;

  constructor(private readonly database: Database) {}

  /** Calls back whenever sessions have ended. */
  listen(onEnded: () => void): Listener {
    this.#listener = this.database.listen(CHANNEL, onEnded);
    return this.#listener;
  }

  /** All that ended in the last so many seconds. */
  readLast(seconds: number): Promise<RevokedReading> {
    return this.#read(LAST, [seconds]);
  }

  /**
   * Those that ended after `fresh`; and, if there are not exactly `known` of them, also those between `late` and `fresh`:
   * a transaction may commit long after it told the time.
   */
  readSince(late: number, fresh: number, known: number): Promise<RevokedReading> {
    return this.#read(SINCE, [late, fresh, known]);
  }

  async #read(sql: string, params: readonly number[]): Promise<RevokedReading> {
    // Not behind the requests that wait for the pool: a thousand logouts at once are no reason to hear late of them.
    const listener = this.#listener?.isConnected === true ? this.#listener : undefined;
    const [row] = await (listener?.query<Row>(sql, params) ?? this.database.query<Row[]>(sql, params));
    return { asOf: Number(row!.asOf), sids: row!.sids, ends: row!.ends };
  }
}
