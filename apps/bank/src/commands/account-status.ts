import { Database } from '@latchkey/service';
import type { EventKind } from '../audit/audit.contract.js';
import { EventRepository } from '../audit/event.repository.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { LoginCountRepository } from '../throttle/login-count.repository.js';
import type { Operator } from './operator.config.js';
import { UserRepository, type User } from '../users/user.repository.js';
import { foldUsername } from '../users/username.rules.js';

export type StatusStep = 'disable' | 'enable' | 'end-sessions';

/** What a step did. */
export interface StatusChange {
  readonly username: string;
  /** False if it was so already. */
  readonly changed: boolean;
  readonly sessionsEnded: number;
}

/** What the bank decides about a person, over their head. In force at every service as soon as the sessions' end is known there. */
export class AccountStatusSteps {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly counts: LoginCountRepository,
    private readonly events: EventRepository,
    private readonly database: Database,
  ) {}

  /** Takes a step; nothing if there is no such user. */
  async run(step: StatusStep, typed: string, by: Operator): Promise<StatusChange | undefined> {
    const username = foldUsername(typed);
    const user = username === undefined ? undefined : await this.users.find(username);
    if (user === undefined) return undefined;
    return this.database.transaction(() => this.#change(step, user, by));
  }

  async #change(step: StatusStep, { id: userId, username }: User, by: Operator): Promise<StatusChange | undefined> {
    // Logins of this person wait here, and find what was decided. The account may have been deleted meanwhile.
    if (!(await this.sessions.lockUser(userId))) return undefined;
    if (step === 'enable') {
      const isEnabled = await this.users.setDisabled(userId, false);
      // Also where strangers' attempts, and nobody's decision, kept the person out.
      const changed = (await this.counts.forget(username)) > 0 || isEnabled;
      if (changed) await this.#record('user_enabled', userId, { ...by });
      return { username, changed, sessionsEnded: 0 };
    }
    const isDisabled = step === 'disable' && (await this.users.setDisabled(userId, true));
    const sessionsEnded = (await this.sessions.endAll(userId, 'ended_by_bank')).length;
    const changed = isDisabled || sessionsEnded > 0;
    const kind = step === 'disable' ? 'user_disabled' : 'sessions_ended_by_bank';
    if (changed) await this.#record(kind, userId, { ...by, sessions: String(sessionsEnded) });
    return { username, changed, sessionsEnded };
  }

  // No device and no request took part.
  #record(kind: EventKind, userId: string, detail: Record<string, string>): Promise<void> {
    const nowhere = { sessionId: null, address: null, userAgent: null, requestId: null };
    return this.events.add({ kind, userId, detail, ...nowhere });
  }
}
