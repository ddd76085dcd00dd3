import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import type { Client } from '../sessions/client.contract.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { GuessThrottleService } from '../throttle/guess-throttle.service.js';
import { TokensService, type IssuedTokens } from '../tokens/tokens.service.js';
import { UsersService } from '../users/users.service.js';
import type { LoginBody } from './login.contract.js';
import { invalidCredentials } from './login.errors.js';

/** Turns a username and a password into a session and its first tokens. */
@Injectable()
export class LoginService {
  readonly #throttle: GuessThrottleService;
  readonly #users: UsersService;
  readonly #sessions: SessionsService;
  readonly #tokens: TokensService;
  readonly #database: Database;

  constructor(
    throttle: GuessThrottleService,
    users: UsersService,
    sessions: SessionsService,
    tokens: TokensService,
    database: Database,
  ) {
    this.#throttle = throttle;
    this.#users = users;
    this.#sessions = sessions;
    this.#tokens = tokens;
    this.#database = database;
  }

  /** Logs a person in, or refuses with `invalid_credentials` or `too_many_guesses`. */
  async login({ username, password }: LoginBody, client: Client): Promise<IssuedTokens> {
    const user = await this.#throttle.during(username, client.address, () =>
      this.#users.authenticate(username, password),
    );
    if (!user) throw invalidCredentials();
    // After the hash, not around it: no connection waits while a thread computes.
    const session = await this.#database.transaction(async () => {
      await this.#throttle.remember(user.id, client.address);
      return this.#sessions.open(user.id, client);
    });
    return this.#tokens.issue(user, session);
  }
}
