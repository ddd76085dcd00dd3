import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { DELETION_SECONDS } from '../users/deletion-delay.js';

/** An account that is to be deleted. */
export interface LeavingUser {
  readonly id: string;
  readonly username: string;
}

// Who holds the row decides about the person just now; the next round finds what became of it.
const LOCK_DUE = `
  SELECT id, username FROM users
  WHERE deletion_requested_at <= now() - make_interval(secs => $1) AND disabled_at IS NULL AND id <> ALL ($2::uuid[])
  ORDER BY deletion_requested_at LIMIT 1 FOR UPDATE SKIP LOCKED`;

// By the events alone: a replica of the release before does not know that its login undoes anything.
const RETURNED = `
  SELECT 1 FROM events l WHERE l.user_id = $1 AND l.kind = 'login' AND l.at > (
    SELECT max(r.at) FROM events r WHERE r.user_id = $1 AND r.kind = 'deletion_requested') LIMIT 1`;

const HELD_BY_USER = ['sessions', 'known_addresses', 'user_roles'];

const TELL = `
  INSERT INTO deleted_accounts (cursor, user_id)
  SELECT coalesce(max(cursor), 0) + 1, $1 FROM deleted_accounts`;

// The newest stays, however old: the next cursor is counted from it.
const FORGET = `
  DELETE FROM deleted_accounts WHERE cursor IN (
    SELECT cursor FROM deleted_accounts
    WHERE deleted_at < now() - make_interval(days => $1) AND cursor < (SELECT max(cursor) FROM deleted_accounts)
    ORDER BY cursor LIMIT $2)`;

/** Removes accounts, each in a transaction of its own that these methods run in. */
@Injectable()
export class AccountDeletionRepository {
  constructor(private readonly database: Database) {}

  /**
   * Lets one transaction in the deployment delete an account, and hold on to that until it has committed: so cursors rise in the
   * order of commits, and a service that has read one has missed none below it. False if another does.
   */
  async claim(): Promise<boolean> {
    const lock = "SELECT pg_try_advisory_xact_lock(hashtext('latchkey_delete_accounts')) AS claimed";
    return (await this.database.query<{ claimed: boolean }[]>(lock))[0]!.claimed;
  }

  /** The account whose time has been over for longest, but these; its logins wait until the transaction ends. */
  async lockDue(except: readonly string[]): Promise<LeavingUser | undefined> {
    return (await this.database.query<LeavingUser[]>(LOCK_DUE, [DELETION_SECONDS, except]))[0];
  }

  /** Whether somebody has logged in to this locked account since the deletion was asked for. */
  async hasReturned(id: string): Promise<boolean> {
    return (await this.database.query<unknown[]>(RETURNED, [id])).length > 0;
  }

  /** Removes this locked account with all that hangs on it, but the record of events; and has services told. */
  async remove(id: string): Promise<void> {
    for (const table of HELD_BY_USER) await this.database.query(`DELETE FROM ${table} WHERE user_id = $1`, [id]);
    await this.database.query('DELETE FROM users WHERE id = $1', [id]);
    await this.database.query(TELL, [id]);
  }

  /** Forgets deletions that services have had so many days to hear of, at most so many; answers how many. */
  async forget(days: number, most: number): Promise<number> {
    const [, forgotten] = await this.database.query<[unknown[], number]>(FORGET, [days, most]);
    return forgotten;
  }
}
