import { Inject, Injectable } from '@nestjs/common';
import { sessionEnded } from '@latchkey/auth';
import {
  issuedId,
  sessionCursor,
  type EndReason,
  type SessionEntry,
  type SessionsAnswer,
} from '@latchkey/verifier/contract';
import { CONFIG, Database } from '@latchkey/service';
import { AuditService } from '../audit/audit.service.js';
import type { BankConfig } from '../bank.config.js';
import type { Client } from '../client/client.contract.js';
import { RevokedSessionsService } from './revoked-sessions.service.js';
import { deviceOf } from '../client/device.rules.js';
import {
  SessionRepository,
  type ActiveSession,
  type Owned,
  type Proven,
  type SessionStanding,
} from './session.repository.js';
import { noSuchPlace, sessionNotFound } from './sessions.errors.js';

const PAGE = 20;
/** As many are active at most, of one person. */
const MOST_SESSIONS = 20;
// A service that waits for the bank to come back asks at least every 5 seconds.
const LATE_SECONDS = 60;

/** Where people are logged in, and how that ends. */
@Injectable()
export class ActiveSessionsService {
  readonly #idle: number;

  constructor(
    private readonly sessions: SessionRepository,
    private readonly audit: AuditService,
    private readonly database: Database,
    private readonly ended: RevokedSessionsService,
    @Inject(CONFIG) config: BankConfig,
  ) {
    this.#idle = config.SESSION_IDLE;
  }

  /** One page of somebody's sessions, the one that asks first; `after` is the `next` of the page above. */
  async list({ sid, sub }: Owned, after: unknown): Promise<SessionsAnswer> {
    const cursor = sessionCursor.safeParse(after);
    if (!cursor.success) throw noSuchPlace();
    if (cursor.data !== undefined && !(await this.sessions.has(sub, cursor.data))) throw noSuchPlace();
    const rows = await this.sessions.findActive({ sid, sub }, this.#idle, PAGE + 1, cursor.data);
    const shown = rows.slice(0, PAGE);
    const sessions = shown.map((session) => entryOf(session, sid));
    const next = rows.length > PAGE ? shown.at(-1)?.id : undefined;
    return { sessions, ...(next !== undefined && { next }) };
  }

  /** The active sessions of somebody else, the most recently used first; as many as one may have. */
  async listOf(sub: string, asking: Pick<Owned, 'sid'>): Promise<SessionEntry[]> {
    const rows = await this.sessions.findActive({ sid: asking.sid, sub }, this.#idle, MOST_SESSIONS);
    return rows.map((session) => entryOf(session, asking.sid));
  }

  /** Whether the session of these claims is theirs and may still be used, as the database knows at this moment. */
  isAlive(claims: Owned): Promise<boolean> {
    return this.sessions.isAlive(claims, this.#idle);
  }

  /** The same, with the rights of the person; nothing if there is no such session of theirs. */
  findStanding(claims: Owned): Promise<SessionStanding | undefined> {
    return this.sessions.findStanding(claims, this.#idle);
  }

  /** Ends the session of an authentic token; ending it again changes nothing. */
  async logout(session: Proven, client: Client): Promise<void> {
    await this.#endOnRecord(session, 'logout', client);
  }

  /** Ends a session of which an old refresh token came; false if it was over already. */
  endReused(sid: string, client: Client): Promise<boolean> {
    return this.#endOnRecord({ sid }, 'refresh_reused', client);
  }

  /** Ends a session that has reached a limit, or whose person is disabled; false if somebody has just renewed it. */
  endUnlessRenewed(sid: string, reason: EndReason, generation: number): Promise<boolean> {
    return this.sessions.endUnlessRenewed(sid, reason, generation);
  }

  /** Ends this session and all others of the person; a session that is over ends no others. */
  async logoutEverywhere({ sid, sub }: Owned, client: Client): Promise<void> {
    const others = await this.database.transaction(async () => {
      await this.sessions.lockUser(sub);
      // Idle is not over here: a service may deliver this late, after the bank was out of its reach.
      const own = { sid, sub };
      const isEnded = await this.sessions.endIdleToo(own, 'everywhere');
      // The browser may have told of the logout before its service told that it was meant for everywhere.
      if (!isEnded && !(await this.sessions.hasJustLoggedOut(own, LATE_SECONDS))) throw sessionEnded();
      const ended = await this.sessions.endAll(sub, 'everywhere');
      const detail = { sessions: String(ended.length + Number(isEnded)) };
      await this.audit.record({ kind: 'logout_everywhere', userId: sub, sessionId: sid, detail }, client);
      return ended;
    });
    await this.ended.learn([sid, ...others]);
  }

  /** Ends one active session of the caller's, and answers whether it was the one that asked. */
  async endOne(id: unknown, { sid, sub }: Owned, client: Client): Promise<'current' | 'other'> {
    const target = issuedId.safeParse(id);
    if (!target.success) throw sessionNotFound();
    const isCurrent = target.data === sid;
    const reason = isCurrent ? 'logout' : 'other_device';
    await this.database.transaction(async () => {
      if (!(await this.sessions.endAlive({ sid: target.data, sub }, reason, this.#idle))) throw sessionNotFound();
      const kind = isCurrent ? 'logout' : 'session_ended';
      await this.audit.record({ kind, userId: sub, sessionId: target.data, detail: { reason } }, client);
    });
    await this.ended.learn([target.data]);
    return isCurrent ? 'current' : 'other';
  }

  /**
   * Lets the caller act on their account as a whole, inside a transaction: one at a time for a person, and not with a
   * session that was ended meanwhile.
   */
  async holdOwn(claims: Owned): Promise<void> {
    await this.sessions.lockUser(claims.sub);
    if (!(await this.isAlive(claims))) throw sessionEnded();
  }

  /** Ends all sessions of the caller but this one, inside the transaction of {@link holdOwn}; answers which. */
  endOthers({ sid, sub }: Owned, reason: EndReason): Promise<string[]> {
    return this.sessions.endAll(sub, reason, sid);
  }

  /** Ends all sessions of a person, in a transaction that holds their row; answers which. */
  endAll(sub: string, reason: EndReason): Promise<string[]> {
    return this.sessions.endAll(sub, reason);
  }

  /** Ends one active session of a person, or all, as the bank decides; answers which. In a transaction that holds their row. */
  async endByBank(sub: string, sid?: string): Promise<string[]> {
    if (sid === undefined) return this.endAll(sub, 'ended_by_bank');
    return (await this.sessions.endAlive({ sid, sub }, 'ended_by_bank', this.#idle)) ? [sid] : [];
  }

  async #endOnRecord(session: Proven, kind: 'logout' | 'refresh_reused', client: Client): Promise<boolean> {
    const isEnded = await this.database.transaction(async () => {
      const userId = await this.sessions.end(session, kind);
      if (userId !== undefined) await this.audit.record({ kind, userId, sessionId: session.sid }, client);
      return userId !== undefined;
    });
    // Anyone who is told that it is over finds it over at this replica.
    await this.ended.learn([session.sid]);
    return isEnded;
  }
}

function entryOf({ id, userAgent, address, createdAt, lastUsedAt }: ActiveSession, sid: string): SessionEntry {
  const times = { firstSeen: createdAt.toISOString(), lastSeen: lastUsedAt.toISOString() };
  return { id, device: deviceOf(userAgent), address, ...times, current: id === sid };
}
