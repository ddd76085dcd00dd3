import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Metrics, type Database } from '@latchkey/service';
import { EventRepository } from '../audit/event.repository.js';
import type { BankConfig } from '../bank.config.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { RightsRepository } from '../rights/rights.repository.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { UserRepository } from '../users/user.repository.js';
import { withBankDatabase } from './bank-database.js';
import { RoleSteps } from './role-steps.js';

const DEMO_USERS: Readonly<Record<string, readonly string[]>> = { ada: [], grace: [], eve: ['support'] };
const DEMO_PASSWORD = 'correct-horse-battery-staple';

/**
 * Creates the demo users that are missing, with their roles, and answers their names; those that exist keep their passwords and roles:
 * someone else may have registered that name, and an operator may have taken the role.
 */
export async function seedDemoUsers(config: BankConfig): Promise<string[]> {
  const passwords = new PasswordsService(config, new Metrics());
  try {
    return await withBankDatabase('bank-seed', config, async (database) => {
      const seed = new DemoSeed(database, passwords);
      const created: string[] = [];
      for (const [username, roles] of Object.entries(DEMO_USERS)) {
        if (await seed.add(username, roles)) created.push(username);
      }
      return created;
    });
  } finally {
    await passwords.onApplicationShutdown();
  }
}

class DemoSeed {
  readonly #users: UserRepository;
  readonly #roles: RoleSteps;

  constructor(
    private readonly database: Database,
    private readonly passwords: PasswordsService,
  ) {
    this.#users = new UserRepository(database);
    const [sessions, rights] = [new SessionRepository(database), new RightsRepository(database)];
    this.#roles = new RoleSteps(this.#users, sessions, rights, new EventRepository(database), database);
  }

  async add(username: string, roles: readonly string[]): Promise<boolean> {
    if (await this.#users.exists(username)) return false;
    const user = { id: randomUUID(), username };
    const passwordHash = await this.passwords.hash(DEMO_PASSWORD, { address: 'seed', account: username });
    return this.database.transaction(async () => {
      if (!(await this.#users.add({ ...user, passwordHash }))) return false;
      const by = { operator: 'demo seed', host: hostname() };
      for (const role of roles) await this.#roles.grantTo(user, role, by);
      return true;
    });
  }
}
