import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { TOKEN_VERSIONS } from '../contract/access-token.js';
import type { ReplicaReport } from '../contract/key-report.js';
import type { ServiceKeys } from '../keys/service-keys.js';
import { silentLog, type Log } from '../log/log.js';
import type { ReplicaWords } from '../storage/replica-records.js';
import type { ServiceStore } from '../storage/verifier-store.js';

const EVERY_MS = 5_000;
/** A stop does not wait longer than this for a store that is away. */
const FAREWELL_WITHIN_MS = 1_000;

/** What a {@link ReplicaReporter} works with. */
export interface ReplicaParts {
  readonly keys: ServiceKeys;
  /** Seconds since the feed was certainly complete; Infinity if it never was. */
  readonly feedAge: () => number;
  readonly store: Pick<ServiceStore, 'report' | 'withdraw' | 'replicas'>;
  readonly log?: Log;
}

/** Has each replica say what it verifies with: every five seconds, and at once when that changes. */
export class ReplicaReporter {
  readonly #instance = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isWaiting = false;
  #isStopped = false;
  #isAway = false;
  private readonly log: Log;

  constructor(private readonly parts: ReplicaParts) {
    this.log = parts.log ?? silentLog;
  }

  start(): void {
    this.parts.keys.ring.onReplaced(() => this.#say());
    this.#timer = setInterval(() => this.#say(), EVERY_MS).unref();
    this.#say();
  }

  /** A replica that stops cleanly is no longer asked about its keys. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#isStopped = true;
    const farewell = this.#writing.then(() => this.parts.store.withdraw(this.#instance)).catch(() => undefined);
    await Promise.race([farewell, sleep(FAREWELL_WITHIN_MS, undefined, { ref: false })]);
  }

  /**
   * What every replica that shares the store verifies with; of this one as it is now.
   * @throws whatever the store throws: to leave others out would make a key look known that they lack
   */
  async replicas(): Promise<ReplicaReport[]> {
    const own = { ...this.#words(), seenAt: new Date().toISOString() };
    const others = (await this.parts.store.replicas()).filter(({ instance }) => instance !== this.#instance);
    return [own, ...others];
  }

  #words(): ReplicaWords {
    const age = this.parts.feedAge();
    const feedAge = Number.isFinite(age) ? age : null;
    return { instance: this.#instance, ...this.parts.keys.state(), feedAge, tokenVersions: [...TOKEN_VERSIONS] };
  }

  // One after the other, so that the last word written is the last that was true; one that waits speaks for all.
  #say(): void {
    if (this.#isStopped || this.#isWaiting) return;
    this.#isWaiting = true;
    this.#writing = this.#writing.then(() => this.#write());
  }

  async #write(): Promise<void> {
    this.#isWaiting = false;
    try {
      await this.parts.store.report(this.#words());
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) this.log.warn(`which keys are in use here was not stored: ${(error as Error).message}`);
      this.#isAway = true;
    }
  }
}
