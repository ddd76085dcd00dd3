import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { DELETION_SECONDS } from '../users/deletion-delay.js';

/** An account that is to be deleted. */
export interface LeavingUser {
  readonly id: string;
  readonly username: string;
}

// Who holds one of these rows decides about the person just now; the next round finds what became of it.
const LOCK_DUE = `
  SELECT id, username FROM users
  WHERE deletion_requested_at <= now() - make_interval(secs => $1) AND disabled_at IS NULL
  ORDER BY deletion_requested_at LIMIT $2 FOR UPDATE SKIP LOCKED`;

// By the events alone: a replica of the release before does not know that its login undoes anything.
const RETURNED = `
  SELECT d.id FROM unnest($1::uuid[]) AS d(id)
  WHERE EXISTS (
    SELECT FROM events l WHERE l.user_id = d.id AND l.kind = 'login' AND l.at > (
      SELECT max(r.at) FROM events r WHERE r.user_id = d.id AND r.kind = 'deletion_requested'))`;

const HELD_BY_USER = ['sessions', 'known_addresses', 'user_roles'];

const TELL = `
  INSERT INTO deleted_accounts (cursor, user_id)
  SELECT (SELECT coalesce(max(cursor), 0) FROM deleted_accounts) + d.n, d.id
  FROM unnest($1::uuid[]) WITH ORDINALITY AS d(id, n)`;

// The newest stays, however old: the next cursor is counted from it.
const FORGET = `
  DELETE FROM deleted_accounts WHERE cursor IN (
    SELECT cursor FROM deleted_accounts
    WHERE deleted_at < now() - make_interval(days => $1) AND cursor < (SELECT max(cursor) FROM deleted_accounts)
    ORDER BY cursor LIMIT $2)`;

/** Removes accounts; each method runs in the one transaction that removes some of them. */
@Injectable()
export class AccountDeletionRepository {
  constructor(private readonly database: Database) {}

  /**
   * Lets one transaction in the deployment delete accounts, and hold on to that until it has committed: so cursors rise in the
   * order of commits, and a service that has read one has missed none below it. False if another does.
   */
  async claim(): Promise<boolean> {
    const lock = "SELECT pg_try_advisory_xact_lock(hashtext('latchkey_delete_accounts')) AS claimed";
    return (await this.database.query<{ claimed: boolean }[]>(lock))[0]!.claimed;
  }

  /** Accounts whose time is over, at most so many; their logins wait until the transaction ends. */
  lockDue(most: number): Promise<LeavingUser[]> {
    return this.database.query<LeavingUser[]>(LOCK_DUE, [DELETION_SECONDS, most]);
  }

  /** Which of these locked accounts somebody has logged in to since the deletion was asked for. */
  async findReturned(ids: readonly string[]): Promise<Set<string>> {
    return new Set((await this.database.query<{ id: string }[]>(RETURNED, [ids])).map(({ id }) => id));
  }

  /** Removes these locked accounts with all that hangs on them, but the record of events; and has services told. */
  async remove(ids: readonly string[]): Promise<void> {
    for (const table of HELD_BY_USER)
      await this.database.query(`DELETE FROM ${table} WHERE user_id = ANY ($1::uuid[])`, [ids]);
    await this.database.query('DELETE FROM users WHERE id = ANY ($1::uuid[])', [ids]);
    await this.database.query(TELL, [ids]);
  }

  /** Forgets deletions that services have had so many days to hear of, at most so many; answers how many. */
  async forget(days: number, most: number): Promise<number> {
    const [, forgotten] = await this.database.query<[unknown[], number]>(FORGET, [days, most]);
    return forgotten;
  }
}
