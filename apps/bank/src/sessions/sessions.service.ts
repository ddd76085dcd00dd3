import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import type { Client } from '../client/client.contract.js';
import { RefreshTokensService } from '../tokens/refresh-tokens.service.js';
import { SessionRepository } from './session.repository.js';

const USER_AGENT_LENGTH = 256;
const ADDRESS_LENGTH = 45;
/** Long after the last cookie of a session is gone: until then its holder is told why it ended. */
const KEPT_DAYS = 30;
const REMOVED_AT_ONCE = 1_000;

/** A session that was just opened. */
export interface OpenedSession {
  readonly id: string;
  readonly createdAt: Date;
  readonly secondsOld: number;
  /** Seconds that are left of its absolute limit. */
  readonly secondsLeft: number;
  /** The first of its refresh tokens. */
  readonly refreshToken: string;
}

/** Opens sessions, and removes their rows in the end. */
@Injectable()
export class SessionsService {
  readonly #sessions: SessionRepository;
  readonly #refreshTokens: RefreshTokensService;
  readonly #absoluteSeconds: number;

  constructor(sessions: SessionRepository, refreshTokens: RefreshTokensService, @Inject(CONFIG) config: BankConfig) {
    this.#sessions = sessions;
    this.#refreshTokens = refreshTokens;
    this.#absoluteSeconds = config.SESSION_ABSOLUTE;
  }

  /** Opens a session with an id and a refresh token of its own; nothing that the client sent is adopted. */
  async open(userId: string, client: Client): Promise<OpenedSession> {
    const id = randomUUID();
    const { text, generation, seedHash, kid } = this.#refreshTokens.first(id);
    const address = client.address.slice(0, ADDRESS_LENGTH);
    const userAgent = client.userAgent.slice(0, USER_AGENT_LENGTH);
    const session = { id, userId, address, userAgent, generation, seedHash, kid };
    const createdAt = await this.#sessions.add(session, this.#absoluteSeconds);
    return { id, createdAt, secondsOld: 0, secondsLeft: this.#absoluteSeconds, refreshToken: text };
  }

  /** Removes the sessions that nobody can ask about any more; answers how many. */
  async removeOld(): Promise<number> {
    let removed = 0;
    for (;;) {
      const count = await this.#sessions.removeOld(KEPT_DAYS, REMOVED_AT_ONCE);
      removed += count;
      if (count < REMOVED_AT_ONCE) return removed;
    }
  }
}
