/** What follows from an error of the server. */
export interface Consequence {
  /** The same request may succeed later: 503 with `Retry-After`. Otherwise the statement is wrong, or a privilege is missing: 500. */
  readonly passes: boolean;
  /** What becomes of the connection: used again, ended, or ended with all the others, since they lead to the same server. */
  readonly connection: 'kept' | 'ended' | 'all_ended';
}

type Row = readonly [states: RegExp, passes: boolean, connection: Consequence['connection']];

/** The first row that fits counts; what fits none is an error of ours on a connection that is sound. */
const TABLE: readonly Row[] = [
  // The connection itself failed, or a pooler in between gave it up.
  [/^08...$/, true, 'ended'],
  // A standby, or a primary that was demoted while we were connected: no connection to it is of use.
  [/^25006$/, true, 'all_ended'],
  // Ended by the server: idle in a transaction, or a transaction too long.
  [/^25P0[34]$/, true, 'ended'],
  // Somebody before us left a failed transaction open. An error of ours, and another connection does not have it.
  [/^25P02$/, false, 'ended'],
  // A prepared statement that the connection does not know, or knows already: it was made behind a pooler's back.
  [/^(26000|42P05)$/, true, 'ended'],
  // The login is refused at this moment: a password is being changed, the pooler's list is late.
  [/^28...$/, true, 'ended'],
  // The database is gone or renamed: a restore is under way.
  [/^3D000$/, true, 'ended'],
  // Serialization, deadlock, and a lock that was not to be had: try again.
  [/^(40001|40P01|55P03)$/, true, 'kept'],
  // Disk full, out of memory, too many connections.
  [/^53...$/, true, 'kept'],
  // The database is not accepting connections.
  [/^55000$/, true, 'kept'],
  // A statement that took too long, or that somebody cancelled.
  [/^57014$/, true, 'kept'],
  // The server is stopping, has crashed, is starting, or dropped the database.
  [/^57P0[1-5]$/, true, 'ended'],
  // The server's disk fails.
  [/^58...$/, true, 'ended'],
];

const UNKNOWN: Consequence = { passes: false, connection: 'kept' };
const OVER: Consequence = { passes: true, connection: 'ended' };

/** What follows from a SQLSTATE; `severity` tells an error that ended its session whatever its code. */
export function consequenceOf(state: string, severity?: string): Consequence {
  const row = TABLE.find(([states]) => states.test(state));
  if (row !== undefined) return { passes: row[1], connection: row[2] };
  return severity === 'FATAL' || severity === 'PANIC' ? OVER : UNKNOWN;
}
