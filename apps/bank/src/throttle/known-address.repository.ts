import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { KnownAddressEntity } from './known-address.entity.js';

@Injectable()
export class KnownAddressRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Whether the account of this folded username has logged in from there; the same one query for every name. */
  async has(username: string, address: string): Promise<boolean> {
    const rows = await this.#database.query(
      'SELECT 1 FROM known_addresses k JOIN users u ON u.id = k.user_id WHERE lower(u.username) = $1 AND k.address = $2',
      [username, address],
    );
    return (rows as unknown[]).length > 0;
  }

  async remember(userId: string, address: string): Promise<void> {
    await this.#database
      .repository(KnownAddressEntity)
      .upsert({ userId, address, lastLoginAt: new Date() }, ['userId', 'address']);
  }
}
