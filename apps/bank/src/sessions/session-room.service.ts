import { Inject, Injectable } from '@nestjs/common';
import type { EndReason } from '@latchkey/verifier/contract';
import { CONFIG } from '@latchkey/service';
import { AuditService } from '../audit/audit.service.js';
import type { BankConfig } from '../bank.config.js';
import { RefreshTokensService } from '../tokens/refresh-tokens.service.js';
import type { Client } from '../client/client.contract.js';
import { ActiveSessionRepository, type Owned } from './active-session.repository.js';

/** So many sessions of a person are active at once. */
export const MOST_SESSIONS = 20;

/** Ends the sessions whose place a new one takes: that of the same browser, and those beyond what a person may have. */
@Injectable()
export class SessionRoomService {
  readonly #idle: number;

  constructor(
    private readonly sessions: ActiveSessionRepository,
    private readonly refreshTokens: RefreshTokensService,
    private readonly audit: AuditService,
    @Inject(CONFIG) config: BankConfig,
  ) {
    this.#idle = config.SESSION_IDLE;
  }

  /** Lets one login of a person at a time open a session; held until the running transaction ends. */
  hold(userId: string): Promise<void> {
    return this.sessions.lockUser(userId);
  }

  /**
   * Inside the transaction that opened a session: ends what it takes the place of, and answers which those are.
   * @param carried - what the browser sent as refresh tokens; only an authentic one names a session
   */
  async clear(opened: Owned, carried: readonly string[], client: Client): Promise<string[]> {
    const ended: string[] = [];
    for (const text of carried) {
      const token = this.refreshTokens.prove(text);
      if (token.is !== 'authentic') continue;
      const { sid } = token.parts;
      const userId = await this.sessions.end({ sid }, 'new_login');
      if (userId === undefined) continue;
      ended.push(sid);
      await this.#record({ sid, sub: userId }, 'new_login', client);
    }
    const beyond = await this.sessions.endBeyond(MOST_SESSIONS, opened, 'session_limit', this.#idle);
    for (const sid of beyond) await this.#record({ sid, sub: opened.sub }, 'session_limit', client);
    return [...ended, ...beyond];
  }

  #record({ sid, sub }: Owned, reason: EndReason, client: Client): Promise<void> {
    return this.audit.record({ kind: 'session_ended', userId: sub, sessionId: sid, detail: { reason } }, client);
  }
}
