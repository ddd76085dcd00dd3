import { Inject, Injectable } from '@nestjs/common';
import type { EndReason } from '@latchkey/verifier/contract';
import { CONFIG, Metrics } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import type { Client } from '../client/client.contract.js';
import { ActiveSessionsService } from '../sessions/active-sessions.service.js';
import type { RefreshTokenParts } from '../tokens/refresh-token.rules.js';
import { RefreshTokensService, type PresentedToken } from '../tokens/refresh-tokens.service.js';
import { TokensService, type IssuedTokens, type TokenTransport } from '../tokens/tokens.service.js';
import { refreshInvalid, refreshUndecided } from './refresh.errors.js';
import { RefreshMetrics, type RefreshOutcome } from './refresh-metrics.js';
import { RefreshRepository, type SessionAndUser, type SessionState } from './refresh.repository.js';
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
  readonly #limits: RefreshLimits;
  readonly #metrics: RefreshMetrics;

  constructor(
    private readonly refreshTokens: RefreshTokensService,
    private readonly tokens: TokensService,
    private readonly rotations: RotationsService,
    private readonly rows: RefreshRepository,
    private readonly sessions: ActiveSessionsService,
    @Inject(CONFIG) config: BankConfig,
    metrics: Metrics,
  ) {
    this.#metrics = new RefreshMetrics(metrics);
    this.#limits = { idleSeconds: config.SESSION_IDLE, graceSeconds: config.REFRESH_GRACE };
  }

  /**
   * Renews the session of a refresh token, or says why it is over; refuses with `refresh_invalid`.
   * @param ended sids that a service has ended, and the bank may not know of yet
   */
  async refresh(
    text: string,
    transport: TokenTransport,
    client: Client,
    ended: readonly string[] = [],
  ): Promise<IssuedTokens | Over> {
    try {
      return await this.#renew(text, transport, client, ended);
    } catch (error) {
      this.#metrics.countFailed(error);
      throw error;
    }
  }

  /** Whether a text is an authentic refresh token of a session. Says nothing about whether that still lives. */
  isOf(text: string, sid: unknown): boolean {
    const token = this.refreshTokens.prove(text);
    return token.is === 'authentic' && token.parts.sid === sid;
  }

  async #renew(
    text: string,
    transport: TokenTransport,
    client: Client,
    ended: readonly string[],
  ): Promise<IssuedTokens | Over> {
    const token = this.refreshTokens.prove(text);
    // A key that was withdrawn is the one thing that may be told of a token that proves nothing.
    if (token.is === 'unknown_kid') return { ...this.#over('key_withdrawn', 'key_withdrawn'), isProven: false };
    if (token.is !== 'authentic') throw refreshInvalid(token.is);
    if (ended.includes(token.parts.sid)) return this.#logOut(token.parts.sid, client);
    return this.#rotate(token, transport, client);
  }

  async #rotate(token: Authentic, transport: TokenTransport, client: Client): Promise<IssuedTokens | Over> {
    const { sid, generation } = token.parts;
    const next = this.refreshTokens.successor(token.parts)!;
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
      const session = await (attempt === 0
        ? this.rotations.rotateBatched(rotation)
        : this.rotations.rotateOne(rotation));
      const outcome = session
        ? this.#issue('renewed', sid, session, next.text, transport)
        : await this.#judge(token, transport, client);
      if (outcome !== undefined) return outcome;
    }
    throw refreshUndecided();
  }

  async #judge(token: Authentic, transport: TokenTransport, client: Client): Promise<IssuedTokens | Over | undefined> {
    const { sid, generation: presented } = token.parts;
    const row = await this.rows.find(sid);
    // Rows are removed long after their absolute limit, not before.
    if (row === undefined) return this.#over('absolute');
    const { generation: current } = row;
    const successor = presented === current - 1 ? this.#successorIn(row, token.parts) : undefined;
    const fitting = presented === current ? token.seedHash : successor?.seedHash;
    const seedFits = fitting !== undefined && row.seedHash?.equals(fitting) === true;
    const decision = decideRefresh({ ...row, presented, current, seedFits }, this.#limits);
    if (decision.act === 'repeat') return this.#issue('repeated', sid, row, successor!.text, transport);
    if (decision.act === 'refuse') {
      // A session of the release without refresh tokens never had one that this could be ahead of.
      if (row.seedHash !== null) await this.sessions.endUnlessRenewed(sid, 'ended_by_bank', current);
      throw refreshInvalid('ahead');
    }
    if (decision.act === 'tell') return this.#over(decision.reason);
    if (decision.act === 'end') return this.#end(sid, decision.reason, current, client);
    return undefined;
  }

  // The key is the row's: the secret that signs may have changed since.
  #successorIn({ kid }: SessionState, parts: RefreshTokenParts) {
    const successor = kid === null ? undefined : this.refreshTokens.successor(parts, kid);
    // A replica that has not been given the newest secret yet is no reason to end a session.
    if (kid !== null && successor === undefined) throw refreshUndecided();
    return successor;
  }

  async #end(sid: string, reason: EndReason, current: number, client: Client): Promise<Over | undefined> {
    const isEnded =
      reason === 'refresh_reused'
        ? await this.sessions.endReused(sid, client)
        : await this.sessions.endUnlessRenewed(sid, reason, current);
    return isEnded ? this.#over(reason, reason === 'refresh_reused' ? 'reused' : 'over') : undefined;
  }

  async #logOut(sid: string, client: Client): Promise<Over> {
    await this.sessions.logout({ sid }, client);
    return { ...this.#over('logout'), isLoggedOut: true };
  }

  #issue(
    outcome: RefreshOutcome,
    id: string,
    session: SessionAndUser,
    refreshToken: string,
    transport: TokenTransport,
  ): IssuedTokens {
    const { userId, username } = session;
    const issued = this.tokens.issue({ id: userId, username }, { ...session, id, refreshToken }, transport);
    this.#metrics.count(outcome);
    return issued;
  }

  #over(reason: EndReason, outcome: RefreshOutcome = 'over'): Over {
    this.#metrics.count(outcome);
    return { over: reason, isProven: true, isLoggedOut: false };
  }
}
