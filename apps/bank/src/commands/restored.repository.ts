import { Database } from '@latchkey/service';

/** Rows of one statement, each of which must be done within seconds. */
const AT_ONCE = 5_000;
/** More than anybody's rights change between two backups. */
const RIGHTS_STEP = 1_000;
/** More accounts than are deleted between two backups. */
const CURSOR_STEP = 20_000;

const END_SOME = `
  WITH ended AS (
    UPDATE sessions SET ended_at = clock_timestamp(), end_reason = 'ended_by_bank'
    WHERE id IN (SELECT id FROM sessions WHERE ended_at IS NULL AND expires_at > clock_timestamp() LIMIT $1)
    RETURNING user_id
  ), recorded AS (
    INSERT INTO events (id, kind, user_id, detail)
    SELECT gen_random_uuid(), 'sessions_ended_by_bank', user_id,
           jsonb_build_object('sessions', count(*)::text, 'operator', $2::text, 'host', $3::text, 'cause', 'restored')
    FROM ended GROUP BY user_id
  )
  SELECT count(*)::integer AS count FROM ended`;

const RAISE_SOME = `
  WITH raised AS (
    UPDATE users SET rights_version = rights_version + $3
    WHERE id IN (SELECT id FROM users WHERE id > $1 ORDER BY id LIMIT $2)
    RETURNING id
  )
  SELECT id FROM raised ORDER BY id DESC LIMIT 1`;

// Nobody's id: services find no data of it.
const RAISE_CURSOR = `
  INSERT INTO deleted_accounts (cursor, user_id)
  SELECT coalesce(max(cursor), 0) + $1, gen_random_uuid() FROM deleted_accounts`;

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Changes all rows of a kind, some at a time; a step that was interrupted may be taken again. */
export class RestoredRepository {
  constructor(private readonly database: Database) {}

  /** Ends every session, with an event for each person that says who did it and on which host; answers how many. */
  async endAllSessions(operator: string, host: string): Promise<number> {
    let ended = 0;
    for (;;) {
      const [row] = await this.database.query<{ count: number }[]>(END_SOME, [AT_ONCE, operator, host]);
      ended += row!.count;
      if (row!.count < AT_ONCE) return ended;
    }
  }

  /**
   * Raises everybody's version of their rights above what was given since the backup: else services would refuse new tokens
   * as older than the rights that they have heard of.
   */
  async raiseRights(): Promise<void> {
    let last: string | undefined = FIRST_ID;
    while (last !== undefined) {
      const rows: { id: string }[] = await this.database.query(RAISE_SOME, [last, AT_ONCE, RIGHTS_STEP]);
      last = rows[0]?.id;
    }
  }

  /** Goes on in the list of deleted accounts above what services have heard: they would pass over what comes below. */
  async raiseDeletions(): Promise<void> {
    await this.database.query(RAISE_CURSOR, [CURSOR_STEP]);
  }
}
