import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessTokenClaims } from '../contract/access-token.js';
import type { DeliverySigner } from '../delivery/delivery-signer.js';
import { silentLog, type Log } from '../log/log.js';
import { describeError } from '../outbound/describe-error.js';
import { ErrorNotice } from '../outbound/error-notice.js';
import type { LocalRevocations } from '../revocations/local-revocations.js';
import type { ClaimedLogout, LogoutStore } from '../storage/store.js';
import type { Trace } from '../trace/trace.js';
import type { BankLogoutClient } from './bank-logout.client.js';
import { pauseAfter, type Outcome } from './logout.rules.js';

/** How often a replica looks for logouts that another one left behind. */
const IDLE_MS = 2_000;
const SWEEP_EVERY_MS = 30_000;
const AT_ONCE = 8;
/** Requests that are remembered until the bank was told. */
const MOST_CAUSES = 1_000;
const FINISH_WITHIN_MS = 1_000;
/** Well within what a readiness check may take: a stopped database makes this one no less green. */
const COUNT_WITHIN_MS = 1_000;
const KEEPS_TOKENS =
  'there is no key of this service (SERVICE_KEY_FILE, serviceKeyFile) and no secret that it shares with the bank: the token of a logout is stored until the bank was told';
const NOT_EVERYWHERE = 'the bank refused a logout everywhere: that session had ended there before';

/** What a {@link LogoutQueue} works with. */
export interface LogoutParts {
  readonly store: LogoutStore;
  readonly bank: BankLogoutClient;
  readonly revoked: LocalRevocations;
  readonly signer: DeliverySigner;
  /** Is told what came of each try. */
  readonly onOutcome?: (outcome: Outcome) => void;
  readonly log?: Log;
}

/**
 * Ends sessions at a service that is not the bank, whether the bank lives or not, and brings each logout to the bank: at
 * once, and while the bank is away by one cautious try after the other.
 */
export class LogoutQueue {
  readonly #stop = new AbortController();
  readonly #notice = new ErrorNotice();
  readonly #underway = new Set<Promise<void>>();
  /** By session: the request that asked this process. */
  readonly #causes = new Map<string, Trace>();
  #timer: NodeJS.Timeout | undefined;
  #claiming: Promise<void> | undefined;
  #isAskedAgain = false;
  #isStopped = false;
  /** Failures in a row: from the first on, one delivery at a time finds out whether the bank is back. */
  #failures = 0;
  /** As counted last. */
  #pending = 0;
  #sweptAt = -Infinity;
  #databaseError: string | undefined;
  /** Why the bank was not told last; undefined when it was. */
  #lastFault: string | undefined;
  private readonly log: Log;

  constructor(private readonly parts: LogoutParts) {
    this.log = parts.log ?? silentLog;
  }

  start(): void {
    if (!this.parts.signer.canProve) this.log.warn(KEEPS_TOKENS);
    void this.#round();
  }

  /** Lets deliveries that are under way finish, for a second at most. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#claiming;
    await Promise.race([Promise.all(this.#underway), sleep(FINISH_WITHIN_MS, undefined, { ref: false })]);
    this.#stop.abort();
    await Promise.all(this.#underway);
  }

  /**
   * Ends the session of a caller. When this resolves it is over here, and the bank will be told even if this process dies now.
   * @param text the caller's token, which is kept only where the service cannot prove by a key of its own
   * @param how `cause`: the request that asks, whose trace the delivery continues
   */
  async end(
    { sid, sub, auth_time }: AccessTokenClaims,
    text: string,
    { everywhere, cause }: { readonly everywhere: boolean; readonly cause?: Trace | undefined },
  ): Promise<void> {
    const token = this.parts.signer.canProve ? null : text;
    await this.parts.store.add({ sid, sub, token, everywhere }, auth_time);
    this.parts.revoked.add(sid);
    if (cause !== undefined) this.#remember(sid, cause);
    // While the bank is known to be away the next cautious try takes this one along.
    if (this.#failures === 0) void this.#fill();
  }

  #remember(sid: string, cause: Trace): void {
    // Another replica may have told the bank: the oldest goes.
    if (this.#causes.size >= MOST_CAUSES) this.#causes.delete(this.#causes.keys().next().value!);
    this.#causes.set(sid, cause);
  }

  /** How the bank was told of late. */
  get state(): { readonly failuresInARow: number; readonly lastFault: string | undefined } {
    return { failuresInARow: this.#failures, lastFault: this.#lastFault };
  }

  /** How many there are now; while the database is away, how many there were. */
  async countPending(): Promise<number> {
    const counted = this.#withDatabase(async () => {
      this.#pending = await this.parts.store.countPending();
    });
    await Promise.race([counted, sleep(COUNT_WITHIN_MS, undefined, { ref: false })]);
    return this.#pending;
  }

  async #round(): Promise<void> {
    await this.#fill();
    await this.#withDatabase(async () => {
      if (performance.now() - this.#sweptAt < SWEEP_EVERY_MS) return;
      this.#sweptAt = performance.now();
      await this.parts.store.sweep();
    });
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    const pause =
      this.#failures === 0 ? IDLE_MS * (0.75 + Math.random() / 2) : pauseAfter(this.#failures, Math.random());
    this.#timer = setTimeout(() => void this.#round(), pause).unref();
  }

  /** Starts as many deliveries as may run. A caller that asks while a claim runs gets another after it. */
  #fill(): Promise<void> {
    this.#isAskedAgain = this.#claiming !== undefined;
    return (this.#claiming ??= this.#claim().finally(() => {
      this.#claiming = undefined;
      if (this.#isAskedAgain) void this.#fill();
    }));
  }

  async #claim(): Promise<void> {
    const free = (this.#failures === 0 ? AT_ONCE : 1) - this.#underway.size;
    if (free <= 0 || this.#isStopped) return;
    await this.#withDatabase(async () => {
      for (const logout of await this.parts.store.claim(free)) this.#start(logout);
    });
  }

  #start(logout: ClaimedLogout): void {
    const delivery = this.#deliver(logout).finally(() => {
      this.#underway.delete(delivery);
      // Not after each one: half a dozen are claimed as cheaply as one.
      if (this.#failures === 0 && this.#underway.size <= AT_ONCE / 2) void this.#fill();
    });
    this.#underway.add(delivery);
  }

  async #deliver(logout: ClaimedLogout): Promise<void> {
    const failuresBefore = this.#failures;
    let reason = 'it refused for now';
    const outcome = await this.parts.bank
      .deliver(logout, this.#stop.signal, this.#causes.get(logout.sid))
      .catch((error: unknown) => {
        reason = describeError(error, this.parts.bank.target);
        return 'failed' as const;
      });
    this.parts.onOutcome?.(outcome);
    if (outcome === 'refused' && logout.everywhere) this.log.warn(NOT_EVERYWHERE);
    if (outcome === 'failed') this.#noteFailure(failuresBefore, reason);
    else this.#noteSuccess(logout);
    await this.#withDatabase(() =>
      outcome === 'failed'
        ? this.parts.store.postpone(logout, pauseAfter(logout.tries, 0))
        : this.parts.store.settle(logout),
    );
  }

  // Deliveries that ran side by side tell of the same failure: it counts once.
  #noteFailure(failuresBefore: number, reason: string): void {
    if (this.#isStopped) return;
    this.#lastFault = reason;
    if (this.#notice.isDue(reason)) this.log.warn(`the bank was not told of a logout, trying again: ${reason}`);
    this.#failures = Math.max(this.#failures, failuresBefore + 1);
    this.#schedule();
  }

  #noteSuccess({ sid }: ClaimedLogout): void {
    this.#causes.delete(sid);
    this.#lastFault = undefined;
    if (this.#notice.isOver()) this.log.log(`the bank takes logouts again after ${this.#failures} failures`);
    this.#failures = 0;
  }

  // A claimed logout whose outcome could not be written comes up again when its lease is over.
  async #withDatabase(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#databaseError = undefined;
    } catch (error) {
      const fault = (error as Error).message;
      if (fault !== this.#databaseError && !this.#isStopped) this.log.warn(`queued logouts were not read: ${fault}`);
      this.#databaseError = fault;
    }
  }
}
