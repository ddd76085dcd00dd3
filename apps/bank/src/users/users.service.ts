import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CommonPasswordsService } from '../passwords/common-passwords.service.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { RegistrationThrottleService } from '../throttle/registration-throttle.service.js';
import type { RegisterBody } from './register.contract.js';
import { UserRepository, type User } from './user.repository.js';
import { foldUsername } from './username.rules.js';
import { passwordTooCommon, usernameTaken } from './users.errors.js';

/** Who has an account, and whether this is their password. */
@Injectable()
export class UsersService {
  readonly #users: UserRepository;
  readonly #passwords: PasswordsService;
  readonly #common: CommonPasswordsService;
  readonly #throttle: RegistrationThrottleService;
  readonly #underway = new Map<string, Promise<unknown>>();

  constructor(
    users: UserRepository,
    passwords: PasswordsService,
    common: CommonPasswordsService,
    throttle: RegistrationThrottleService,
  ) {
    this.#users = users;
    this.#passwords = passwords;
    this.#common = common;
    this.#throttle = throttle;
  }

  /** Registers on behalf of a client, whose address bears the limit of registrations. */
  async register(body: RegisterBody, address: string): Promise<User> {
    if (this.#common.has(body.password)) throw passwordTooCommon();
    return this.#throttle.during(address, () => this.create(body.username, body.password));
  }

  /** Creates the account, or refuses with `username_taken`. */
  async create(typed: string, password: string): Promise<User> {
    const username = foldUsername(typed);
    if (username === undefined) throw new TypeError('the contract lets no such username through');
    // One at a time for a name in this process: the losers of a race need no hash to learn that they lost.
    while (this.#underway.has(username)) await this.#underway.get(username);
    const creating = this.#create(username, password);
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

  /** The user whose password this is, or nothing; an unknown username costs the same work. */
  async authenticate(typed: string, password: string): Promise<User | undefined> {
    const username = foldUsername(typed);
    const user = username === undefined ? undefined : await this.#users.find(username);
    const matches = await this.#passwords.matches(password, user?.passwordHash);
    if (!user || !matches) return undefined;
    if (this.#passwords.isOutdated(user.passwordHash)) await this.#rehash(user.id, user.passwordHash, password);
    return { id: user.id, username: user.username };
  }

  async #create(username: string, password: string): Promise<User> {
    if (await this.#users.exists(username)) throw usernameTaken();
    const user = { id: randomUUID(), username };
    await this.#users.add({ ...user, passwordHash: await this.#passwords.hash(password) });
    return user;
  }

  async #rehash(id: string, known: string, password: string): Promise<void> {
    try {
      await this.#users.replaceHash(id, known, await this.#passwords.hash(password));
    } catch {
      // The login is right all the same; the next one tries again.
    }
  }
}
