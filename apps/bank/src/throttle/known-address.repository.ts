import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { KnownAddressEntity } from '../users/known-address.entity.js';

/** The user behind a name, as seen from an address. */
export interface NamedUser {
  readonly id: string;
  readonly passwordVersion: number;
  /** Whether they have logged in from there. */
  readonly isKnownHere: boolean;
}

@Injectable()
export class KnownAddressRepository {
  constructor(private readonly database: Database) {}

  /** The user of this folded username, if there is one; the same one query for every name. */
  async find(username: string, address: string): Promise<NamedUser | undefined> {
    const rows = await this.database.query<NamedUser[]>(
      `SELECT u.id, u.password_version AS "passwordVersion", k.address IS NOT NULL AS "isKnownHere"
       FROM users u LEFT JOIN known_addresses k ON k.user_id = u.id AND k.address = $2
       WHERE lower(u.username) = $1`,
      [username, address],
    );
    return rows[0];
  }

  async remember(userId: string, address: string): Promise<void> {
    await this.database
      .repository(KnownAddressEntity)
      .upsert({ userId, address, lastLoginAt: new Date() }, ['userId', 'address']);
  }

  /** Removes what was not used for so many days, and beyond so many addresses of one user; answers how many. */
  async removeOld(days: number, most: number): Promise<number> {
    const [, removed] = await this.database.query<[unknown[], number]>(
      `DELETE FROM known_addresses k USING (
         SELECT user_id, address, row_number() OVER (PARTITION BY user_id ORDER BY last_login_at DESC) AS place
         FROM known_addresses
       ) ranked
       WHERE k.user_id = ranked.user_id AND k.address = ranked.address
         AND (ranked.place > $2::int OR k.last_login_at < clock_timestamp() - make_interval(days => $1::int))`,
      [days, most],
    );
    return removed;
  }
}
