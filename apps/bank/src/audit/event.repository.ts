import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { EventEntity } from './event.entity.js';

/** An event to keep; the time is the database's. */
export interface NewEvent {
  readonly kind: string;
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly detail: Record<string, string>;
}

export interface KeptEvent extends NewEvent {
  readonly id: string;
  readonly at: Date;
}

const COLUMNS = `id, at, kind, user_id AS "userId", session_id AS "sessionId", address, user_agent AS "userAgent",
  request_id AS "requestId", detail`;

@Injectable()
export class EventRepository {
  constructor(private readonly database: Database) {}

  async add(event: NewEvent): Promise<void> {
    await this.database.repository(EventEntity).insert({ ...event, id: randomUUID() });
  }

  /** Events of a person, the newest first; those before one of their own, if its id is given. */
  findByUser(userId: string, count: number, before?: string): Promise<KeptEvent[]> {
    // Compared in the database: a Date keeps milliseconds, the table microseconds.
    const older = 'AND (at, id) < (SELECT at, id FROM events WHERE id = $3 AND user_id = $1)';
    return this.database.query<KeptEvent[]>(
      `SELECT ${COLUMNS} FROM events WHERE user_id = $1 ${before === undefined ? '' : older}
       ORDER BY at DESC, id DESC LIMIT $2`,
      before === undefined ? [userId, count] : [userId, count, before],
    );
  }

  /** Removes events that are older than so many days, the oldest first and at most so many; answers how many. */
  async expire(days: number, most: number): Promise<number> {
    const rows = await this.database.query<{ removed: number }[]>('SELECT expire_events($1, $2) AS removed', [
      days,
      most,
    ]);
    return rows[0]!.removed;
  }

  has(userId: string, id: string): Promise<boolean> {
    return this.database.repository(EventEntity).existsBy({ id, userId });
  }
}
