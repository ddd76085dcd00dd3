import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import type { Client } from './client.contract.js';
import { SessionRepository, type NewSession } from './session.repository.js';

const USER_AGENT_LENGTH = 256;

/** Opens and ends sessions. */
@Injectable()
export class SessionsService {
  readonly #sessions: SessionRepository;
  readonly #absoluteSeconds: number;

  constructor(sessions: SessionRepository, @Inject(CONFIG) config: BankConfig) {
    this.#sessions = sessions;
    this.#absoluteSeconds = config.SESSION_ABSOLUTE;
  }

  /** Opens a session with an id of its own; nothing that the client sent is adopted. */
  async open(userId: string, client: Client): Promise<NewSession> {
    const createdAt = new Date();
    const session: NewSession = {
      id: randomUUID(),
      userId,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + this.#absoluteSeconds * 1000),
      address: client.address.slice(0, 45),
      userAgent: client.userAgent.slice(0, USER_AGENT_LENGTH),
    };
    await this.#sessions.add(session);
    return session;
  }

  /** Ends the session of an authentic token; ending it again changes nothing. */
  end(id: string, userId: string, reason: 'logout'): Promise<void> {
    return this.#sessions.end(id, userId, reason);
  }
}
