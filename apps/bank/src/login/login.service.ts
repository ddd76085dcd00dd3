import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import type { SecurityEvent } from '../audit/audit.contract.js';
import { AuditService } from '../audit/audit.service.js';
import { RefusalsService } from '../audit/refusals.service.js';
import type { Client } from '../sessions/client.contract.js';
import { SessionsService, type OpenedSession } from '../sessions/sessions.service.js';
import { GuessThrottleService } from '../throttle/guess-throttle.service.js';
import { TokensService, type IssuedTokens } from '../tokens/tokens.service.js';
import { UsersService, type AuthenticUser } from '../users/users.service.js';
import type { LoginBody } from './login.contract.js';
import { accountDisabled, invalidCredentials } from './login.errors.js';

/** Turns a username and a password into a session and its first tokens. */
@Injectable()
export class LoginService {
  readonly #throttle: GuessThrottleService;
  readonly #users: UsersService;
  readonly #sessions: SessionsService;
  readonly #tokens: TokensService;
  readonly #audit: AuditService;
  readonly #refusals: RefusalsService;
  readonly #database: Database;

  constructor(
    throttle: GuessThrottleService,
    users: UsersService,
    sessions: SessionsService,
    tokens: TokensService,
    audit: AuditService,
    refusals: RefusalsService,
    database: Database,
  ) {
    this.#throttle = throttle;
    this.#users = users;
    this.#sessions = sessions;
    this.#tokens = tokens;
    this.#audit = audit;
    this.#refusals = refusals;
    this.#database = database;
  }

  /** Logs a person in, or refuses with `invalid_credentials`, `account_disabled` or `too_many_guesses`. */
  async login({ username, password }: LoginBody, client: Client): Promise<IssuedTokens> {
    const throttled = () => this.#of(username, 'login_throttled', 'too_many_guesses');
    const user = await this.#refusals.watch(username, client, throttled, () =>
      this.#throttle.during(username, client.address, (place) => this.#users.authenticate(username, password, place)),
    );
    const session = user && (await this.#open(user, client));
    if (session === 'disabled') {
      await this.#audit.recordRefusal(() => this.#of(username, 'login_refused', 'account_disabled'), client);
      throw accountDisabled();
    }
    if (!session) {
      await this.#audit.recordRefusal(() => this.#of(username, 'login_refused', 'invalid_credentials'), client);
      throw invalidCredentials();
    }
    return this.#tokens.issue(user, session);
  }

  // After the hash, not around it: no connection waits while a thread computes.
  #open(user: AuthenticUser, client: Client): Promise<OpenedSession | 'disabled' | undefined> {
    return this.#database.transaction(async () => {
      // Holds the user's row, so that whoever changes the password or disables the account finds this session, or comes first.
      const entry = await this.#users.entryOf(user);
      if (entry === 'disabled') return entry;
      if (entry === 'password_changed') return undefined;
      await this.#throttle.remember(user.id, client.address);
      const session = await this.#sessions.open(user.id, client);
      await this.#audit.record({ kind: 'login', userId: user.id, sessionId: session.id }, client);
      return session;
    });
  }

  // Nothing of what was typed is kept: it may be a password in the wrong field.
  async #of(username: string, kind: SecurityEvent['kind'], reason: string): Promise<SecurityEvent> {
    return { kind, userId: await this.#users.idOf(username), detail: { reason } };
  }
}
