import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { AuditService } from '../audit/audit.service.js';
import type { HashPlace } from '../passwords/fair-order.rules.js';
import { PasswordPolicyService } from '../passwords/password-policy.service.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import type { Client } from '../client/client.contract.js';
import { RegistrationThrottleService } from '../throttle/registration-throttle.service.js';
import { CredentialsService } from './credentials.service.js';
import type { RegisterBody } from '../account/register.contract.js';
import { UserRepository, type User } from './user.repository.js';
import { foldUsername } from './username.rules.js';
import { usernameTaken } from '../account/account.errors.js';

/** Somebody who proved to know a password, and which of their passwords it was. */
export interface AuthenticUser extends User {
  readonly passwordVersion: number;
}

/** Who has an account, and whether this is their password. */
@Injectable()
export class UsersService {
  readonly #users: UserRepository;
  readonly #passwords: PasswordsService;
  readonly #policy: PasswordPolicyService;
  readonly #credentials: CredentialsService;
  readonly #throttle: RegistrationThrottleService;
  readonly #audit: AuditService;
  readonly #database: Database;
  readonly #underway = new Map<string, Promise<unknown>>();

  constructor(
    users: UserRepository,
    passwords: PasswordsService,
    policy: PasswordPolicyService,
    credentials: CredentialsService,
    throttle: RegistrationThrottleService,
    audit: AuditService,
    database: Database,
  ) {
    this.#users = users;
    this.#passwords = passwords;
    this.#policy = policy;
    this.#credentials = credentials;
    this.#throttle = throttle;
    this.#audit = audit;
    this.#database = database;
  }

  /** Registers on behalf of a client, whose address bears the limit of registrations. */
  async register({ username, password }: RegisterBody, client: Client): Promise<User> {
    this.#policy.require(password, username);
    return this.#throttle.during(client.address, (place) => this.#createInTurn({ username, password }, place, client));
  }

  /** The user whose password this is, or nothing; an unknown username costs the same work. */
  async authenticate(typed: string, password: string, place: HashPlace): Promise<AuthenticUser | undefined> {
    const username = foldUsername(typed);
    const user = username === undefined ? undefined : await this.#users.find(username);
    const areRight = await this.#credentials.areRight(user, password, place);
    if (!user || !areRight) return undefined;
    return { id: user.id, username: user.username, passwordVersion: user.passwordVersion };
  }

  /**
   * Whether somebody who has just been authenticated may still enter. Asked inside the transaction that opens their session,
   * and true until that ends.
   */
  async entryOf({ id, passwordVersion }: AuthenticUser): Promise<'open' | 'disabled' | 'password_changed'> {
    const standing = await this.#users.standing(id);
    if (standing?.passwordVersion !== passwordVersion) return 'password_changed';
    return standing.isDisabled ? 'disabled' : 'open';
  }

  /** The id behind what was typed as a username, if any. */
  async idOf(typed: string): Promise<string | undefined> {
    const username = foldUsername(typed);
    return username === undefined ? undefined : (await this.#users.find(username))?.id;
  }

  async #createInTurn(body: RegisterBody, place: HashPlace, client: Client): Promise<User> {
    const username = foldUsername(body.username);
    if (username === undefined) throw new TypeError('the contract lets no such username through');
    // One at a time for a name in this process: the losers of a race need no hash to learn that they lost.
    while (this.#underway.has(username)) await this.#underway.get(username);
    const creating = this.#create({ username, password: body.password }, place, client);
    const settled = creating.then(
      () => undefined,
      () => undefined,
    );
    this.#underway.set(username, settled);
    try {
      return await creating;
    } finally {
      this.#underway.delete(username);
    }
  }

  async #create({ username, password }: RegisterBody, place: HashPlace, client: Client): Promise<User> {
    if (await this.#users.exists(username)) throw usernameTaken();
    const user = { id: randomUUID(), username };
    const passwordHash = await this.#passwords.hash(password, place);
    await this.#database.transaction(async () => {
      await this.#users.add({ ...user, passwordHash });
      await this.#audit.record({ kind: 'registered', userId: user.id }, client);
    });
    return user;
  }
}
