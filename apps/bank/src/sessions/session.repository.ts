import { Injectable } from '@nestjs/common';
import type { EndReason } from '@latchkey/verifier/contract';
import { Database } from '@latchkey/service';
import { rolesColumn, type Rights } from '../rights/rights-columns.js';

/** A session as it is opened. */
export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly address: string;
  readonly userAgent: string;
  /** The service for which the person logs in. */
  readonly clientId: string;
  /** Its first refresh token. */
  readonly generation: number;
  readonly seedHash: Buffer;
  readonly kid: string;
}

/** A session that may still be used. */
export interface ActiveSession {
  readonly id: string;
  readonly userAgent: string;
  readonly address: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
}

/** A session and the person it must belong to. */
export interface Owned {
  readonly sid: string;
  readonly sub: string;
}

/** A session by an authentic token of its own: an access token, or a refresh token, which names no person. */
export interface Proven {
  readonly sid: string;
  readonly sub?: string;
}

/** What the row of a new session says, and those of its person. */
export interface AddedSession extends Rights {
  readonly createdAt: Date;
}

/** A person's rights, and whether a session of theirs may be used. */
export interface SessionStanding extends Rights {
  readonly isAlive: boolean;
}

const INSERT = `
  INSERT INTO sessions
    (id, user_id, created_at, expires_at, last_used_at, address, user_agent, generation, seed_hash, refresh_kid, client_id)
  SELECT $1, $2, t, t + make_interval(secs => $3), t, $4, $5, $6, $7, $8, $9 FROM clock_timestamp() AS t
  RETURNING created_at AS "createdAt", ${rolesColumn('sessions.user_id')} AS roles,
    (SELECT rights_version FROM users u WHERE u.id = sessions.user_id) AS "rightsVersion"`;

const REMOVE_OLD = `
  DELETE FROM sessions WHERE id IN (
    SELECT id FROM sessions
    WHERE expires_at < clock_timestamp() - make_interval(days => $1)
      AND coalesce(ended_at, '-infinity') < clock_timestamp() - make_interval(days => $1)
    LIMIT $2 FOR UPDATE SKIP LOCKED)`;

// By the database's clock alone: replicas and their clocks do not differ about who is logged in.
const withinLimits = (idleSeconds: string) =>
  `s.ended_at IS NULL AND s.expires_at > clock_timestamp()
   AND s.last_used_at > clock_timestamp() - make_interval(secs => ${idleSeconds})`;

@Injectable()
export class SessionRepository {
  constructor(private readonly database: Database) {}

  /** Adds a session that lasts for so many seconds, by the database's clock. */
  async add(session: NewSession, seconds: number): Promise<AddedSession> {
    const { id, userId, address, userAgent, generation, seedHash, kid, clientId } = session;
    const params = [id, userId, seconds, address, userAgent, generation, seedHash, kid, clientId];
    const [row] = await this.database.query<AddedSession[]>(INSERT, params);
    return row!;
  }

  /**
   * The session that asks, then the others of the person, the most recently used first.
   *
   * @param after - id of a session of the person: those behind it
   */
  findActive({ sid, sub }: Owned, idleSeconds: number, count: number, after?: string): Promise<ActiveSession[]> {
    // Compared in the database: a Date keeps milliseconds, the table microseconds.
    const behind = `AND s.id <> $2 AND (s.last_used_at, s.id) <
      (SELECT last_used_at, id FROM sessions WHERE id = $5 AND user_id = $1)`;
    return this.database.query<ActiveSession[]>(
      `SELECT s.id, s.user_agent AS "userAgent", s.address, s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt"
       FROM sessions s WHERE s.user_id = $1 AND ${withinLimits('$3')} ${after === undefined ? '' : behind}
       ORDER BY s.id = $2 DESC, s.last_used_at DESC, s.id DESC LIMIT $4`,
      after === undefined ? [sub, sid, idleSeconds, count] : [sub, sid, idleSeconds, count, after],
    );
  }

  /** Whether the person has or had this session. */
  async has(userId: string, sid: string): Promise<boolean> {
    const rows = await this.database.query<unknown[]>('SELECT 1 FROM sessions WHERE id = $1 AND user_id = $2', [
      sid,
      userId,
    ]);
    return rows.length > 0;
  }

  /** Whether this session of this person, who is not disabled, may be used. */
  async isAlive({ sid, sub }: Owned, idleSeconds: number): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      `SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE s.id = $1 AND s.user_id = $2 AND u.disabled_at IS NULL AND ${withinLimits('$3')}`,
      [sid, sub, idleSeconds],
    );
    return rows.length > 0;
  }

  /** Whether this session of this person may be used, and the rights of the person, as one moment saw both. */
  async findStanding({ sid, sub }: Owned, idleSeconds: number): Promise<SessionStanding | undefined> {
    const [row] = await this.database.query<SessionStanding[]>(
      `SELECT u.disabled_at IS NULL AND ${withinLimits('$3')} AS "isAlive", u.rights_version AS "rightsVersion",
         ${rolesColumn('u.id')} AS roles
       FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1 AND s.user_id = $2`,
      [sid, sub, idleSeconds],
    );
    return row;
  }

  /** Ends a session that is not ended yet, also beyond its limits; answers whose it was, or undefined if there was none. */
  end(session: Proven, reason: EndReason): Promise<string | undefined> {
    return this.#end('s.ended_at IS NULL', session, reason);
  }

  /** Ends a session within its absolute limit, idle or not; false if there was none. */
  async endIdleToo(session: Owned, reason: EndReason): Promise<boolean> {
    const which = 's.ended_at IS NULL AND s.expires_at > clock_timestamp()';
    return (await this.#end(which, session, reason)) !== undefined;
  }

  /** Ends a session that is still at this generation; false if it was renewed, or is over. */
  async endUnlessRenewed(sid: string, reason: EndReason, generation: number): Promise<boolean> {
    return (await this.#end('s.ended_at IS NULL AND s.generation = $4', { sid }, reason, generation)) !== undefined;
  }

  /** Whether the person ended this session by themselves, in the last seconds. */
  async hasJustLoggedOut({ sid, sub }: Owned, seconds: number): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      `SELECT 1 FROM sessions WHERE id = $1 AND user_id = $2 AND end_reason = 'logout'
       AND ended_at > clock_timestamp() - make_interval(secs => $3)`,
      [sid, sub, seconds],
    );
    return rows.length > 0;
  }

  /** Ends a session that could still be used; false if there was none. */
  async endAlive(session: Owned, reason: EndReason, idleSeconds: number): Promise<boolean> {
    return (await this.#end(withinLimits('$4'), session, reason, idleSeconds)) !== undefined;
  }

  /**
   * Ends all sessions of a person, but one if that is named, and answers which. Inside a transaction that holds
   * {@link lockUser}: two of these at once would wait for each other's rows.
   */
  async endAll(userId: string, reason: EndReason, except?: string): Promise<string[]> {
    // The idle ones too: they would come back if the idle limit were raised.
    const [rows] = await this.database.query<[{ id: string }[], number]>(
      `UPDATE sessions SET ended_at = clock_timestamp(), end_reason = $2
       WHERE user_id = $1 AND ended_at IS NULL AND expires_at > clock_timestamp() AND id IS DISTINCT FROM $3
       RETURNING id`,
      [userId, reason, except ?? null],
    );
    return rows.map(({ id }) => id);
  }

  /** Ends the active sessions of a person beyond so many, those first that were not used for longest; never the named one. */
  async endBeyond(most: number, { sid, sub }: Owned, reason: EndReason, idleSeconds: number): Promise<string[]> {
    const [rows] = await this.database.query<[{ id: string }[], number]>(
      `UPDATE sessions SET ended_at = clock_timestamp(), end_reason = $4
       WHERE ended_at IS NULL AND id IN (
         SELECT s.id FROM sessions s WHERE s.user_id = $1 AND s.id <> $2 AND ${withinLimits('$3')}
         ORDER BY s.last_used_at DESC, s.id DESC OFFSET $5)
       RETURNING id`,
      [sub, sid, idleSeconds, reason, most - 1],
    );
    return rows.map(({ id }) => id);
  }

  /** Lets one transaction at a time act on a person as a whole; a login of theirs waits as well. False if they are gone. */
  async lockUser(userId: string): Promise<boolean> {
    const lock = 'SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE';
    return (await this.database.query<unknown[]>(lock, [userId])).length > 0;
  }

  /**
   * Removes sessions whose absolute limit passed, and whose end was noted, so many days ago; at most so many of them.
   * Answers how many.
   */
  async removeOld(days: number, most: number): Promise<number> {
    const [, removed] = await this.database.query<[unknown[], number]>(REMOVE_OLD, [days, most]);
    return removed;
  }

  async #end(which: string, { sid, sub }: Proven, reason: EndReason, ...bound: number[]): Promise<string | undefined> {
    const [[row]] = await this.database.query<[{ userId: string }[], number]>(
      `UPDATE sessions s SET ended_at = clock_timestamp(), end_reason = $3
       WHERE s.id = $1 AND s.user_id = coalesce($2, s.user_id) AND ${which} RETURNING s.user_id AS "userId"`,
      [sid, sub ?? null, reason, ...bound],
    );
    return row?.userId;
  }
}
