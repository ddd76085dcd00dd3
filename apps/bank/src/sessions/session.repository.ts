import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';

/** A session as it is opened. */
export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly address: string;
  readonly userAgent: string;
  /** Its first refresh token. */
  readonly generation: number;
  readonly seedHash: Buffer;
  readonly kid: string;
}

const INSERT = `
  INSERT INTO sessions (id, user_id, created_at, expires_at, last_used_at, address, user_agent, generation, seed_hash, refresh_kid)
  SELECT $1, $2, t, t + make_interval(secs => $3), t, $4, $5, $6, $7, $8 FROM clock_timestamp() AS t
  RETURNING created_at AS "createdAt"`;

const REMOVE_OLD = `
  DELETE FROM sessions WHERE id IN (
    SELECT id FROM sessions
    WHERE expires_at < clock_timestamp() - make_interval(days => $1)
      AND coalesce(ended_at, '-infinity') < clock_timestamp() - make_interval(days => $1)
    LIMIT $2 FOR UPDATE SKIP LOCKED)`;

@Injectable()
export class SessionRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Adds a session that lasts for so many seconds, by the database's clock; answers when it began. */
  async add(session: NewSession, seconds: number): Promise<Date> {
    const { id, userId, address, userAgent, generation, seedHash, kid } = session;
    const params = [id, userId, seconds, address, userAgent, generation, seedHash, kid];
    const [row] = await this.#database.query<{ createdAt: Date }[]>(INSERT, params);
    return row!.createdAt;
  }

  /**
   * Removes sessions whose absolute limit passed, and whose end was noted, so many days ago; at most so many of them.
   * Answers how many.
   */
  async removeOld(days: number, most: number): Promise<number> {
    const [, removed] = await this.#database.query<[unknown[], number]>(REMOVE_OLD, [days, most]);
    return removed;
  }
}
