import { Inject, Injectable } from '@nestjs/common';
import type { EndReason } from '@latchkey/auth/contract';
import { CONFIG, Database } from '@latchkey/service';
import { AuditService } from '../audit/audit.service.js';
import type { BankConfig } from '../bank.config.js';
import { EndedSessionsService } from '../revocations/ended-sessions.service.js';
import type { Client } from '../sessions/client.contract.js';
import type { RefreshTokenParts } from '../tokens/refresh-token.rules.js';
import { RefreshTokensService, type PresentedToken } from '../tokens/refresh-tokens.service.js';
import { TokensService, type IssuedTokens } from '../tokens/tokens.service.js';
import { refreshInvalid, refreshUndecided } from './refresh.errors.js';
import { RefreshRepository, type LivingSession, type SessionState } from './refresh.repository.js';
import { decideRefresh, type RefreshLimits } from './refresh.rules.js';
import { RotationsService } from './rotations.service.js';

const ADDRESS_LENGTH = 45;
const ATTEMPTS = 5;

/** The session is over. */
export interface Over {
  readonly over: EndReason;
  /** Whether the token proved to be that session's, so that what the browser keeps of it may go. */
  readonly isProven: boolean;
  /** Whether the person ended it at another service, and the bank has only now been told. */
  readonly isLoggedOut: boolean;
}

type Authentic = Extract<PresentedToken, { is: 'authentic' }>;

/** Renews sessions. One UPDATE decides; only what it does not take is looked at. */
@Injectable()
export class RefreshService {
  readonly #refreshTokens: RefreshTokensService;
  readonly #tokens: TokensService;
  readonly #rotations: RotationsService;
  readonly #sessions: RefreshRepository;
  readonly #audit: AuditService;
  readonly #database: Database;
  readonly #ended: EndedSessionsService;
  readonly #limits: RefreshLimits;

  constructor(
    refreshTokens: RefreshTokensService,
    tokens: TokensService,
    rotations: RotationsService,
    sessions: RefreshRepository,
    audit: AuditService,
    database: Database,
    ended: EndedSessionsService,
    @Inject(CONFIG) config: BankConfig,
  ) {
    this.#refreshTokens = refreshTokens;
    this.#tokens = tokens;
    this.#rotations = rotations;
    this.#sessions = sessions;
    this.#audit = audit;
    this.#database = database;
    this.#ended = ended;
    this.#limits = { idleSeconds: config.SESSION_IDLE, graceSeconds: config.REFRESH_GRACE };
  }

  /**
   * Renews the session of a refresh token, or says why it is over; refuses with `refresh_invalid`.
   * @param ended sids that a service has ended, and the bank may not know of yet
   */
  async refresh(text: string, client: Client, ended: readonly string[] = []): Promise<IssuedTokens | Over> {
    const token = this.#refreshTokens.prove(text);
    // A key that was withdrawn is the one thing that may be told of a token that proves nothing.
    if (token.is === 'unknown_kid') return { over: 'key_withdrawn', isProven: false, isLoggedOut: false };
    if (token.is !== 'authentic') throw refreshInvalid(token.is);
    if (ended.includes(token.parts.sid)) return this.#logOut(token.parts.sid, client);
    return this.#rotate(token, client);
  }

  async #rotate(token: Authentic, client: Client): Promise<IssuedTokens | Over> {
    const { sid, generation } = token.parts;
    const next = this.#refreshTokens.successor(token.parts)!;
    const rotation = {
      sid,
      generation,
      seedHash: token.seedHash,
      nextSeedHash: next.seedHash,
      nextKid: next.kid,
      address: client.address.slice(0, ADDRESS_LENGTH),
    };
    // Again if the row moved between two looks at it; each time something has really happened to it.
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const living = await (attempt === 0 ? this.#rotations.inCompany(rotation) : this.#rotations.alone(rotation));
      const outcome = living ? this.#issue(sid, living, next.text) : await this.#judge(token, client);
      if (outcome !== undefined) return outcome;
    }
    throw refreshUndecided();
  }

  async #judge(token: Authentic, client: Client): Promise<IssuedTokens | Over | undefined> {
    const { sid, generation: presented } = token.parts;
    const row = await this.#sessions.find(sid);
    // Rows are removed long after their absolute limit, not before.
    if (row === undefined) return over('absolute');
    const { generation: current } = row;
    const successor = presented === current - 1 ? this.#successorIn(row, token.parts) : undefined;
    const fitting = presented === current ? token.seedHash : successor?.seedHash;
    const seedFits = fitting !== undefined && row.seedHash?.equals(fitting) === true;
    const decision = decideRefresh({ ...row, presented, current, seedFits }, this.#limits);
    if (decision.act === 'repeat') return this.#issue(sid, row, successor!.text);
    if (decision.act === 'refuse') throw refreshInvalid('ahead');
    if (decision.act === 'tell') return over(decision.reason);
    if (decision.act === 'end') return this.#end(sid, decision.reason, current, client);
    return undefined;
  }

  // The key is the row's: the secret that signs may have changed since.
  #successorIn({ kid }: SessionState, parts: RefreshTokenParts) {
    const successor = kid === null ? undefined : this.#refreshTokens.successor(parts, kid);
    // A replica that has not been given the newest secret yet is no reason to end a session.
    if (kid !== null && successor === undefined) throw refreshUndecided();
    return successor;
  }

  async #end(sid: string, reason: EndReason, current: number, client: Client): Promise<Over | undefined> {
    if (reason !== 'refresh_reused') {
      // Not if somebody has just renewed it.
      return (await this.#sessions.end(sid, reason, current)) === undefined ? undefined : over(reason);
    }
    const outcome = await this.#database.transaction(async () => {
      const userId = await this.#sessions.end(sid, reason);
      if (userId === undefined) return undefined;
      await this.#audit.record({ kind: 'refresh_reused', userId, sessionId: sid }, client);
      return over(reason);
    });
    // Whoever is told that it is over finds it over at this replica.
    await this.#ended.readNow();
    return outcome;
  }

  async #logOut(sid: string, client: Client): Promise<Over> {
    await this.#database.transaction(async () => {
      const userId = await this.#sessions.end(sid, 'logout');
      if (userId !== undefined) await this.#audit.record({ kind: 'logout', userId, sessionId: sid }, client);
    });
    await this.#ended.readNow();
    return { ...over('logout'), isLoggedOut: true };
  }

  #issue(sid: string, living: LivingSession, refreshToken: string): IssuedTokens {
    const { userId, username, createdAt, secondsLeft } = living;
    return this.#tokens.issue({ id: userId, username }, { id: sid, createdAt, secondsLeft, refreshToken });
  }
}

function over(reason: EndReason): Over {
  return { over: reason, isProven: true, isLoggedOut: false };
}
