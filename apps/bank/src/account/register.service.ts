import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { AuditService } from '../audit/audit.service.js';
import type { Client } from '../client/client.contract.js';
import type { HashPlace } from '../passwords/fair-order.rules.js';
import { PasswordPolicyService } from '../passwords/password-policy.service.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { RegistrationThrottleService } from '../throttle/registration-throttle.service.js';
import { UserRepository, type User } from '../users/user.repository.js';
import { foldUsername } from '../users/username.rules.js';
import { usernameTaken } from './account.errors.js';
import type { RegisterBody } from './register.contract.js';

/** Opens accounts. */
@Injectable()
export class RegisterService {
  readonly #underway = new Map<string, Promise<unknown>>();

  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordsService,
    private readonly policy: PasswordPolicyService,
    private readonly throttle: RegistrationThrottleService,
    private readonly audit: AuditService,
    private readonly database: Database,
  ) {}

  /** Registers on behalf of a client, whose address bears the limit of registrations. */
  async register({ username, password }: RegisterBody, client: Client): Promise<User> {
    this.policy.require(password, username);
    return this.throttle.run(client.address, (place) => this.#createInTurn({ username, password }, place, client));
  }

  async #createInTurn(body: RegisterBody, place: HashPlace, client: Client): Promise<User> {
    const username = foldUsername(body.username);
    if (username === undefined) throw new TypeError('the contract lets no such username through');
    // One at a time for a name in this process: the losers of a race need no hash to learn that they lost.
    while (this.#underway.has(username)) await this.#underway.get(username);
    const creating = this.#create({ username, password: body.password }, place, client);
    this.#underway.set(username, Promise.allSettled([creating]));
    try {
      return await creating;
    } finally {
      this.#underway.delete(username);
    }
  }

  async #create({ username, password }: RegisterBody, place: HashPlace, client: Client): Promise<User> {
    if (await this.users.exists(username)) throw usernameTaken();
    const user = { id: randomUUID(), username };
    const passwordHash = await this.passwords.hash(password, place);
    await this.database.transaction(async () => {
      if (!(await this.users.add({ ...user, passwordHash }))) throw usernameTaken();
      await this.audit.record({ kind: 'registered', userId: user.id }, client);
    });
    return user;
  }
}
