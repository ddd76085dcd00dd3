import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { RevokedSessions, KeyStore } from '@latchkey/verifier';
import { ReplicasRepository } from './replicas.repository.js';

const EVERY_MS = 5_000;
/** A stop does not wait longer than this for a database that is away. */
const FAREWELL_WITHIN_MS = 1_000;

/** Has each replica say which keys it verifies with: every five seconds, and at once when they change. */
@Injectable()
export class ReplicaJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly instance = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  readonly #log = new Logger('keys');
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isStopped = false;
  #isAway = false;

  constructor(
    private readonly store: KeyStore,
    private readonly revoked: RevokedSessions,
    private readonly replicas: ReplicasRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.store.ring.onReplaced(() => this.#say());
    this.#timer = setInterval(() => this.#say(), EVERY_MS).unref();
    this.#say();
  }

  /** A replica that stops cleanly is no longer asked about its keys. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#isStopped = true;
    const farewell = this.#writing.then(() => this.replicas.remove(this.instance)).catch(() => undefined);
    await Promise.race([farewell, sleep(FAREWELL_WITHIN_MS, undefined, { ref: false })]);
  }

  // One after the other, so that the last word written is the last that was true.
  #say(): void {
    if (!this.#isStopped) this.#writing = this.#writing.then(() => this.#write());
  }

  async #write(): Promise<void> {
    const age = this.revoked.age();
    try {
      const { instance } = this;
      await this.replicas.put({ instance, ...this.store.state(), feedAge: Number.isFinite(age) ? age : null });
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) this.#log.warn(`which keys are in use here was not written: ${(error as Error).message}`);
      this.#isAway = true;
    }
  }
}
