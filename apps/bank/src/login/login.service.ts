import { Injectable } from '@nestjs/common';
import { addressKey, AppError, Database, Metrics } from '@latchkey/service';
import { AuditService } from '../audit/audit.service.js';
import type { LoginClient } from '../client/client.contract.js';
import { RegistryService } from '../registry/registry.service.js';
import { RevokedSessionsService } from '../sessions/revoked-sessions.service.js';
import { SessionsService, type OpenedSession } from '../sessions/sessions.service.js';
import { KnownDevicesService } from '../throttle/known-devices.service.js';
import type { LoginAttempt } from '../throttle/login-attempt.js';
import { LoginThrottleService } from '../throttle/login-throttle.service.js';
import { TokensService, type IssuedTokens } from '../tokens/tokens.service.js';
import { CredentialsService } from '../users/credentials.service.js';
import { UserRepository, type StoredUser } from '../users/user.repository.js';
import type { LoginBody } from './login.contract.js';
import { LoginMetrics } from './login-metrics.js';
import { accountDisabled, invalidCredentials, unknownClient } from './login.errors.js';

/** The tokens of a new session, and what its browser keeps beyond it. */
export interface LoggedIn extends IssuedTokens {
  /** `Set-Cookie` value of the device cookie. */
  readonly deviceCookie: string;
  /** The account was to be deleted, and is not any more. */
  readonly isKept: boolean;
}

interface Opened {
  readonly session: OpenedSession;
  /** Sessions that ended in its favour. */
  readonly ended: readonly string[];
  readonly isKept: boolean;
}

/** Turns a username and a password into a session and its first tokens. */
@Injectable()
export class LoginService {
  readonly #metrics: LoginMetrics;

  constructor(
    private readonly throttle: LoginThrottleService,
    private readonly credentials: CredentialsService,
    private readonly users: UserRepository,
    private readonly sessions: SessionsService,
    private readonly revoked: RevokedSessionsService,
    private readonly tokens: TokensService,
    private readonly devices: KnownDevicesService,
    private readonly audit: AuditService,
    private readonly registry: RegistryService,
    private readonly database: Database,
    metrics: Metrics,
  ) {
    this.#metrics = new LoginMetrics(metrics);
  }

  /**
   * Logs a person in, or refuses with `invalid_body`, `invalid_credentials`, `account_disabled` or `too_many_guesses`.
   * @param carried - refresh tokens of the browser, whose sessions the new one takes the place of
   */
  login(body: LoginBody, client: LoginClient, carried: readonly string[] = []): Promise<LoggedIn> {
    return this.#metrics.timed(() => this.#login(body, client, carried));
  }

  async #login(body: LoginBody, client: LoginClient, carried: readonly string[]): Promise<LoggedIn> {
    if (!this.registry.ids.includes(body.client_id)) throw unknownClient();
    const attempt = await this.throttle.begin(body.username, client);
    if (attempt.error !== undefined) return this.#throttled(attempt.error, attempt, body.username, client);
    const user = await this.#authenticate(attempt, body.password);
    if (user === undefined) return this.#refuse(invalidCredentials(), attempt, client);
    // After the hash, not around it: no connection waits while a thread computes.
    const opened = await this.database.transaction(() => this.#open(user, body.client_id, client, carried));
    if (opened instanceof AppError) return this.#refuse(opened, attempt, client);
    if (opened.ended.length > 0) await this.revoked.learn(opened.ended);
    const transport = body.transport === 'cookie' ? 'cookie' : 'bearer';
    const issued = this.tokens.issue(user, opened.session, transport);
    return { ...issued, deviceCookie: this.devices.renew(client.device, user), isKept: opened.isKept };
  }

  async #authenticate(attempt: LoginAttempt, password: string): Promise<StoredUser | undefined> {
    try {
      const isRight = await this.credentials.areRight(attempt.user, password, attempt.place);
      const user = isRight ? attempt.user : undefined;
      await attempt.settle(user);
      return user;
    } finally {
      await attempt.end();
    }
  }

  async #open(
    user: StoredUser,
    clientId: string,
    client: LoginClient,
    carried: readonly string[],
  ): Promise<Opened | AppError> {
    await this.sessions.lockUser(user.id);
    // Holds the user's row, so that a change of the password or status finds this session, or comes first.
    const status = await this.users.findStatus(user.id);
    if (status?.passwordVersion !== user.passwordVersion) return invalidCredentials();
    if (status.isDisabled) return accountDisabled();
    await this.users.rememberAddress(user.id, addressKey(client.address));
    const session = await this.sessions.open(user.id, clientId, client);
    if (status.isLeaving) await this.#keepAccount({ userId: user.id, sessionId: session.id }, client);
    const ended = await this.sessions.endReplaced({ sid: session.id, sub: user.id }, carried, client);
    return { session, ended, isKept: status.isLeaving };
  }

  // Who logs in has thought better of the deletion that they asked for.
  async #keepAccount(whose: { userId: string; sessionId: string }, client: LoginClient): Promise<void> {
    await this.users.undoDeletion(whose.userId);
    await this.audit.record({ kind: 'deletion_undone', ...whose }, client);
  }

  // Nothing of what was typed is kept: it may be a password in the wrong field.
  async #throttled(error: AppError, { user }: LoginAttempt, name: string, client: LoginClient): Promise<never> {
    const event = { kind: 'login_throttled', userId: user?.id, detail: { reason: error.code } } as const;
    await this.audit.recordThrottled(error, name, event, client);
    throw error;
  }

  async #refuse(error: AppError, { user }: LoginAttempt, client: LoginClient): Promise<never> {
    const event = { kind: 'login_refused', userId: user?.id, detail: { reason: error.code } } as const;
    await this.audit.recordRefusal(event, client);
    throw error;
  }
}
