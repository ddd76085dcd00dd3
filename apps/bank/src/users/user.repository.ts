import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { QueryFailedError } from 'typeorm';
import { UserEntity } from './user.entity.js';
import { usernameTaken } from './users.errors.js';

/** What others may know of a user. The password hash is not part of it. */
export interface User {
  readonly id: string;
  readonly username: string;
}

/** A user together with the hash, for the one comparison at login. */
export interface UserWithHash extends User {
  readonly passwordHash: string;
}

const UNIQUE_VIOLATION = '23505';

@Injectable()
export class UserRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(username: string): Promise<UserWithHash | undefined> {
    const row = await this.#users().findOneBy({ username });
    return row ? { id: row.id, username: row.username, passwordHash: row.passwordHash } : undefined;
  }

  exists(username: string): Promise<boolean> {
    return this.#users().existsBy({ username });
  }

  /** Adds a user; of several at once with one name, exactly one succeeds and the others get `username_taken`. */
  async add(user: UserWithHash): Promise<void> {
    try {
      await this.#users().insert({ id: user.id, username: user.username, passwordHash: user.passwordHash });
    } catch (error) {
      if (error instanceof QueryFailedError && sqlState(error) === UNIQUE_VIOLATION) throw usernameTaken(error);
      throw error;
    }
  }

  /** Replaces the hash unless another has been stored since it was read. */
  async replaceHash(id: string, known: string, next: string): Promise<void> {
    await this.#users().update({ id, passwordHash: known }, { passwordHash: next });
  }

  #users() {
    return this.#database.repository(UserEntity);
  }
}

function sqlState(error: QueryFailedError): unknown {
  return (error.driverError as { code?: unknown } | undefined)?.code;
}
