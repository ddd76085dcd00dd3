import { Database } from '@latchkey/service';
import type { EventKind } from '../audit/audit.contract.js';
import { EventRepository } from '../audit/event.repository.js';
import { RightsRepository } from '../rights/rights.repository.js';
import { MOST_ROLES } from '../rights/rights-columns.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { UserRepository, type User } from '../users/user.repository.js';
import { foldUsername } from '../users/username.rules.js';
import { StepRefused } from './command.errors.js';
import type { Operator } from './operator.config.js';

/** A person's roles. */
export interface UserRoles {
  readonly username: string;
  readonly roles: readonly string[];
}

/** The roles after a step. */
export interface RolesResult extends UserRoles {
  /** False if it was so already. */
  readonly changed: boolean;
}

/** Gives and takes roles, on record. In force at every service as soon as the new version of the rights is known there. */
export class RoleSteps {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly rights: RightsRepository,
    private readonly events: EventRepository,
    private readonly database: Database,
  ) {}

  /**
   * Gives a role; nothing if there is no such user.
   * @param declared - the roles that some service knows; another one would open nothing
   * @throws StepRefused if no service declares the role, or the person has as many as a token carries
   */
  async grant(
    typed: string,
    role: string,
    declared: readonly string[],
    by: Operator,
  ): Promise<RolesResult | undefined> {
    if (!declared.includes(role)) throw new StepRefused([undeclared(role, declared)]);
    const user = await this.#find(typed);
    return user && this.grantTo(user, role, by);
  }

  /** Gives a role to somebody; nothing if the account is gone. */
  grantTo(user: User, role: string, by: Operator): Promise<RolesResult | undefined> {
    return this.#change(user, role, by, 'role_granted', async () => {
      const outcome = await this.rights.grant(user.id, role);
      if (outcome !== 'too_many') return outcome === 'granted';
      throw new StepRefused([
        `${user.username} has ${MOST_ROLES} roles, and a token carries no more: revoke one first`,
      ]);
    });
  }

  /** Takes a role, also one that no service declares any more; nothing if there is no such user. */
  async revoke(typed: string, role: string, by: Operator): Promise<RolesResult | undefined> {
    const user = await this.#find(typed);
    return user && this.#change(user, role, by, 'role_revoked', () => this.rights.revoke(user.id, role));
  }

  /** The roles of a person; nothing if there is no such user. */
  async read(typed: string): Promise<UserRoles | undefined> {
    const user = await this.#find(typed);
    return user && { username: user.username, roles: await this.rights.findRoles(user.id) };
  }

  async #find(typed: string): Promise<User | undefined> {
    const username = foldUsername(typed);
    return username === undefined ? undefined : this.users.find(username);
  }

  #change(
    { id: userId, username }: User,
    role: string,
    by: Operator,
    kind: EventKind,
    change: () => Promise<boolean>,
  ): Promise<RolesResult | undefined> {
    return this.database.transaction(async () => {
      // The account may have been deleted meanwhile.
      if (!(await this.sessions.lockUser(userId))) return undefined;
      const changed = await change();
      // No device and no request took part.
      const nowhere = { sessionId: null, address: null, userAgent: null, requestId: null };
      if (changed) await this.events.add({ kind, userId, detail: { role, ...by }, ...nowhere });
      return { username, changed, roles: await this.rights.findRoles(userId) };
    });
  }
}

function undeclared(role: string, declared: readonly string[]): string {
  const known = declared.length === 0 ? 'none is declared' : `declared are ${declared.join(', ')}`;
  return `no service declares the role ${JSON.stringify(role)}: ${known}`;
}
