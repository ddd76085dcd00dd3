import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EndReason } from '@latchkey/verifier/contract';
import { CONFIG } from '@latchkey/service';
import { AuditService } from '../audit/audit.service.js';
import type { BankConfig } from '../bank.config.js';
import type { Client } from '../client/client.contract.js';
import { RefreshTokensService } from '../tokens/refresh-tokens.service.js';
import { SessionRepository, type AddedSession, type Owned } from './session.repository.js';

/** So many sessions of a person are active at once. */
export const MOST_SESSIONS = 20;
const USER_AGENT_LENGTH = 256;
const ADDRESS_LENGTH = 45;
/** Long after the last cookie of a session is gone: until then its holder is told why it ended. */
const KEPT_DAYS = 30;
const REMOVED_AT_ONCE = 1_000;

/** A session that was just opened. */
export interface OpenedSession extends AddedSession {
  readonly id: string;
  readonly clientId: string;
  readonly secondsOld: number;
  /** Seconds that are left of its absolute limit. */
  readonly secondsLeft: number;
  /** The first of its refresh tokens. */
  readonly refreshToken: string;
}

/** Opens sessions, ends those whose place a new one takes, and removes their rows in the end. */
@Injectable()
export class SessionsService {
  readonly #absoluteSeconds: number;
  readonly #idleSeconds: number;

  constructor(
    private readonly sessions: SessionRepository,
    private readonly refreshTokens: RefreshTokensService,
    private readonly audit: AuditService,
    @Inject(CONFIG) config: BankConfig,
  ) {
    this.#absoluteSeconds = config.SESSION_ABSOLUTE;
    this.#idleSeconds = config.SESSION_IDLE;
  }

  /** Lets one login of a person at a time open a session; held until the running transaction ends. */
  async lockUser(userId: string): Promise<void> {
    await this.sessions.lockUser(userId);
  }

  /**
   * Opens a session with an id and a refresh token of its own; nothing that the client sent is adopted.
   * @param clientId - the service for which the person logs in
   */
  async open(userId: string, clientId: string, client: Client): Promise<OpenedSession> {
    const id = randomUUID();
    const { text, generation, seedHash, kid } = this.refreshTokens.first(id);
    const address = client.address.slice(0, ADDRESS_LENGTH);
    const userAgent = client.userAgent.slice(0, USER_AGENT_LENGTH);
    const session = { id, userId, clientId, address, userAgent, generation, seedHash, kid };
    const added = await this.sessions.add(session, this.#absoluteSeconds);
    await this.audit.record({ kind: 'login', userId, sessionId: id }, client);
    return { ...added, id, clientId, secondsOld: 0, secondsLeft: this.#absoluteSeconds, refreshToken: text };
  }

  /**
   * Inside the transaction that opened a session: ends that of the same browser and those beyond what a person may have, and answers
   * which those are.
   * @param carried - what the browser sent as refresh tokens; only an authentic one names a session
   */
  async endReplaced(opened: Owned, carried: readonly string[], client: Client): Promise<string[]> {
    const ended: string[] = [];
    for (const text of carried) {
      const token = this.refreshTokens.prove(text);
      if (token.is !== 'authentic') continue;
      const { sid } = token.parts;
      const userId = await this.sessions.end({ sid }, 'new_login');
      if (userId === undefined) continue;
      ended.push(sid);
      await this.#recordEnd({ sid, sub: userId }, 'new_login', client);
    }
    const beyond = await this.sessions.endBeyond(MOST_SESSIONS, opened, 'session_limit', this.#idleSeconds);
    for (const sid of beyond) await this.#recordEnd({ sid, sub: opened.sub }, 'session_limit', client);
    return [...ended, ...beyond];
  }

  /** Removes the sessions that nobody can ask about any more; answers how many. */
  async removeOld(): Promise<number> {
    let removed = 0;
    for (;;) {
      const count = await this.sessions.removeOld(KEPT_DAYS, REMOVED_AT_ONCE);
      removed += count;
      if (count < REMOVED_AT_ONCE) return removed;
    }
  }

  #recordEnd({ sid, sub }: Owned, reason: EndReason, client: Client): Promise<void> {
    return this.audit.record({ kind: 'session_ended', userId: sub, sessionId: sid, detail: { reason } }, client);
  }
}
