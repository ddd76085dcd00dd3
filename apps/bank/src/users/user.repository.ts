import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { QueryFailedError } from 'typeorm';
import { DELETION_SECONDS } from './deletion-delay.js';
import { KnownAddressEntity } from './known-address.entity.js';
import { UserEntity } from './user.entity.js';

/** What others may know of a user. The password hash is not part of it. */
export interface User {
  readonly id: string;
  readonly username: string;
}

/** A user together with the hash. */
export interface UserWithHash extends User {
  readonly passwordHash: string;
}

/** A user as the database keeps them, for comparing with what was typed. */
export interface StoredUser extends UserWithHash {
  /** Goes up with each new password. */
  readonly passwordVersion: number;
}

/** A user as seen from an address. */
export interface SeenUser extends StoredUser {
  /** Whether they have logged in from there. */
  readonly isKnownHere: boolean;
}

/** What decides whether somebody who knew the password a moment ago may still enter. */
export interface AccountStatus {
  readonly passwordVersion: number;
  readonly isDisabled: boolean;
  /** Whether the account is waiting to be deleted. */
  readonly isLeaving: boolean;
}

const UNIQUE_VIOLATION = '23505';

// From one to the next by the index: the table may be large, the ways are few.
const SCHEME = 'left(password_hash, length(password_hash) - 53)';
const SCHEMES = `
  WITH RECURSIVE found AS (
    (SELECT ${SCHEME} AS scheme FROM users ORDER BY 1 LIMIT 1)
    UNION ALL
    SELECT (SELECT ${SCHEME} FROM users WHERE ${SCHEME} > found.scheme ORDER BY 1 LIMIT 1)
    FROM found WHERE found.scheme IS NOT NULL
  )
  SELECT scheme FROM found WHERE scheme IS NOT NULL`;

const ADDRESS_KEPT_DAYS = 90;
const ADDRESSES_PER_USER = 50;
const FORGET_ADDRESSES = `
  DELETE FROM known_addresses k USING (
    SELECT user_id, address, row_number() OVER (PARTITION BY user_id ORDER BY last_login_at DESC) AS place
    FROM known_addresses
  ) ranked
  WHERE k.user_id = ranked.user_id AND k.address = ranked.address
    AND (ranked.place > $2::int OR k.last_login_at < clock_timestamp() - make_interval(days => $1::int))`;

@Injectable()
export class UserRepository {
  constructor(private readonly database: Database) {}

  /** The user of this folded username as seen from an address; the same one query for every name. */
  async findSeenFrom(address: string, username: string): Promise<SeenUser | undefined> {
    const rows = await this.database.query<SeenUser[]>(
      `SELECT u.id, u.username, u.password_hash AS "passwordHash", u.password_version AS "passwordVersion",
         k.address IS NOT NULL AS "isKnownHere"
       FROM users u LEFT JOIN known_addresses k ON k.user_id = u.id AND k.address = $2
       WHERE lower(u.username) = $1`,
      [username, address],
    );
    return rows[0];
  }

  find(username: string): Promise<StoredUser | undefined> {
    return this.#one({ username });
  }

  findById(id: string): Promise<StoredUser | undefined> {
    return this.#one({ id });
  }

  exists(username: string): Promise<boolean> {
    return this.#users().existsBy({ username });
  }

  /** Adds a user; of several at once with one name, exactly one succeeds and the others get false. */
  async add(user: UserWithHash): Promise<boolean> {
    try {
      await this.#users().insert({ id: user.id, username: user.username, passwordHash: user.passwordHash });
      return true;
    } catch (error) {
      if (error instanceof QueryFailedError && sqlState(error) === UNIQUE_VIOLATION) return false;
      throw error;
    }
  }

  /** Replaces the hash unless another has been stored since it was read. */
  async replaceHash(id: string, known: string, next: string): Promise<void> {
    await this.#users().update({ id, passwordHash: known }, { passwordHash: next });
  }

  /** How the stored hashes were made, each way once: what stands before salt and digest. */
  async hashSchemes(): Promise<string[]> {
    return (await this.database.query<{ scheme: string }[]>(SCHEMES)).map(({ scheme }) => scheme);
  }

  /** The status of a user now. Until the running transaction ends, neither their password nor their being disabled changes. */
  async findStatus(id: string): Promise<AccountStatus | undefined> {
    const rows = await this.database.query<AccountStatus[]>(
      `SELECT password_version AS "passwordVersion", disabled_at IS NOT NULL AS "isDisabled",
         deletion_requested_at IS NOT NULL AS "isLeaving"
       FROM users WHERE id = $1 FOR SHARE`,
      [id],
    );
    return rows[0];
  }

  /** Stores a new password in place of the one of that version; false if another has taken its place since. */
  async changePassword(id: string, passwordVersion: number, passwordHash: string): Promise<boolean> {
    const next = { passwordHash, passwordVersion: passwordVersion + 1 };
    return (await this.#users().update({ id, passwordVersion }, next)).affected === 1;
  }

  /**
   * Shuts a user out, or lets them in again; false if it was so already. Nobody who is shut out can undo the deletion of their
   * account, so it waits, and its time begins anew.
   */
  async setDisabled(id: string, isDisabled: boolean): Promise<boolean> {
    const [, changed] = await this.database.query<[unknown[], number]>(
      `UPDATE users SET disabled_at = CASE WHEN $2::boolean THEN clock_timestamp() END,
         deletion_requested_at = CASE WHEN deletion_requested_at IS NOT NULL THEN clock_timestamp() END
       WHERE id = $1 AND (disabled_at IS NOT NULL) IS DISTINCT FROM $2::boolean`,
      [id, isDisabled],
    );
    return changed === 1;
  }

  /** Has the account deleted in some days; answers when, or undefined if the password is of another version by now. */
  async requestDeletion(id: string, passwordVersion: number): Promise<Date | undefined> {
    const [[row]] = await this.database.query<[{ deletesAt: Date }[], number]>(
      `UPDATE users SET deletion_requested_at = clock_timestamp() WHERE id = $1 AND password_version = $2
       RETURNING deletion_requested_at + make_interval(secs => $3) AS "deletesAt"`,
      [id, passwordVersion, DELETION_SECONDS],
    );
    return row?.deletesAt;
  }

  /** Keeps an account that was to be deleted. */
  async undoDeletion(id: string): Promise<void> {
    await this.#users().update({ id }, { deletionRequestedAt: null });
  }

  /** From now on an attacker elsewhere cannot slow this account down from this address. */
  async rememberAddress(userId: string, address: string): Promise<void> {
    const seen = { userId, address, lastLoginAt: new Date() };
    await this.database.repository(KnownAddressEntity).upsert(seen, ['userId', 'address']);
  }

  /** Forgets addresses that were not used for long, and the oldest of a user who has many; answers how many. */
  async forgetOldAddresses(): Promise<number> {
    const [, forgotten] = await this.database.query<[unknown[], number]>(FORGET_ADDRESSES, [
      ADDRESS_KEPT_DAYS,
      ADDRESSES_PER_USER,
    ]);
    return forgotten;
  }

  async #one(where: { username: string } | { id: string }): Promise<StoredUser | undefined> {
    const row = await this.#users().findOneBy(where);
    if (row === null) return undefined;
    const { id, username, passwordHash, passwordVersion } = row;
    return { id, username, passwordHash, passwordVersion };
  }

  #users() {
    return this.database.repository(UserEntity);
  }
}

function sqlState(error: QueryFailedError): unknown {
  return (error.driverError as { code?: unknown } | undefined)?.code;
}
