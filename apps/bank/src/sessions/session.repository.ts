import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { IsNull } from 'typeorm';
import { SessionEntity } from './session.entity.js';

/** A session as it is opened. */
export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly address: string;
  readonly userAgent: string;
}

@Injectable()
export class SessionRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(session: NewSession): Promise<void> {
    await this.#sessions().insert({ ...session, endedAt: null, endReason: null });
  }

  /** Ends a session of this user; one that has ended keeps its first reason. */
  async end(id: string, userId: string, endReason: string): Promise<void> {
    await this.#sessions().update({ id, userId, endedAt: IsNull() }, { endedAt: new Date(), endReason });
  }

  #sessions() {
    return this.#database.repository(SessionEntity);
  }
}
