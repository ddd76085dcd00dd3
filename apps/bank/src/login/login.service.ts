import { Injectable } from '@nestjs/common';
import { AppError, Database } from '@latchkey/service';
import type { SecurityEvent } from '../audit/audit.contract.js';
import { AuditService } from '../audit/audit.service.js';
import { RefusalsService } from '../audit/refusals.service.js';
import { RevokedSessionsService } from '../sessions/revoked-sessions.service.js';
import type { Client } from '../client/client.contract.js';
import { SessionRoomService } from '../sessions/session-room.service.js';
import { SessionsService, type OpenedSession } from '../sessions/sessions.service.js';
import { KnownAddressesService } from '../throttle/known-addresses.service.js';
import { KnownDevicesService } from '../throttle/known-devices.service.js';
import type { LoginAttempt } from '../throttle/login-attempt.js';
import type { LoginClient } from '../client/login-client.contract.js';
import { LoginThrottleService } from '../throttle/login-throttle.service.js';
import { TokensService, type IssuedTokens } from '../tokens/tokens.service.js';
import { UsersService, type AuthenticUser } from '../users/users.service.js';
import type { LoginBody } from './login.contract.js';
import { accountDisabled, invalidCredentials } from './login.errors.js';

/** The tokens of a new session, and what its browser keeps beyond it. */
export interface LoggedIn extends IssuedTokens {
  /** `Set-Cookie` value of the device cookie. */
  readonly deviceCookie: string;
}

/** Turns a username and a password into a session and its first tokens. */
@Injectable()
export class LoginService {
  constructor(
    private readonly throttle: LoginThrottleService,
    private readonly addresses: KnownAddressesService,
    private readonly devices: KnownDevicesService,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly room: SessionRoomService,
    private readonly tokens: TokensService,
    private readonly audit: AuditService,
    private readonly refusals: RefusalsService,
    private readonly database: Database,
    private readonly ended: RevokedSessionsService,
  ) {}

  /**
   * Logs a person in, or refuses with `invalid_credentials`, `account_disabled` or `too_many_guesses`.
   * @param carried - refresh tokens of the browser, whose sessions the new one takes the place of
   */
  async login(body: LoginBody, client: LoginClient, carried: readonly string[] = []): Promise<LoggedIn> {
    const user = await this.#authenticate(body, client);
    const session = user && (await this.#open(user, client, carried));
    if (session === 'disabled') return this.#refuse(body.username, client, accountDisabled());
    if (!session) return this.#refuse(body.username, client, invalidCredentials());
    return { ...this.tokens.issue(user, session), deviceCookie: this.devices.renew(client.device, user) };
  }

  async #authenticate({ username, password }: LoginBody, client: LoginClient): Promise<AuthenticUser | undefined> {
    const attempt = await this.#begin(username, client);
    try {
      const user = await this.users.authenticate(username, password, attempt.place);
      await attempt.settle(user);
      return user;
    } finally {
      await attempt.end();
    }
  }

  async #begin(username: string, client: LoginClient): Promise<LoginAttempt> {
    try {
      return await this.throttle.begin(username, client);
    } catch (error) {
      const event = () => this.#eventOf(username, 'login_throttled', 'too_many_guesses');
      await this.refusals.note(error, username, client, event);
      throw error;
    }
  }

  // After the hash, not around it: no connection waits while a thread computes.
  async #open(
    user: AuthenticUser,
    client: Client,
    carried: readonly string[],
  ): Promise<OpenedSession | 'disabled' | undefined> {
    let ended: readonly string[] = [];
    const opened = await this.database.transaction(async () => {
      await this.room.hold(user.id);
      // Holds the user's row, so that whoever changes the password or disables the account finds this session, or comes first.
      const entry = await this.users.entryOf(user);
      if (entry === 'disabled') return entry;
      if (entry === 'password_changed') return undefined;
      await this.addresses.remember(user.id, client.address);
      const session = await this.sessions.open(user.id, client);
      await this.audit.record({ kind: 'login', userId: user.id, sessionId: session.id }, client);
      ended = await this.room.clear({ sid: session.id, sub: user.id }, carried, client);
      return session;
    });
    if (ended.length > 0) await this.ended.learn(ended);
    return opened;
  }

  async #refuse(username: string, client: Client, refusal: AppError): Promise<never> {
    await this.audit.recordRefusal(() => this.#eventOf(username, 'login_refused', refusal.code), client);
    throw refusal;
  }

  // Nothing of what was typed is kept: it may be a password in the wrong field.
  async #eventOf(username: string, kind: SecurityEvent['kind'], reason: string): Promise<SecurityEvent> {
    return { kind, userId: await this.users.idOf(username), detail: { reason } };
  }
}
