import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { RevokedSessions, KeyStore } from '@latchkey/verifier';
import { TOKEN_VERSIONS } from '@latchkey/verifier/contract';
import { ReplicasRepository } from './replicas.repository.js';

/** Injection token of a function that tells which version of the token contract is issued; undefined where none is. */
export const ISSUES_VERSION = Symbol('issues-version');

const EVERY_MS = 5_000;
/** How often it is looked whether another version is issued: whoever changes it waits for every replica's word. */
const LOOKS_EVERY_MS = 500;
/** A stop does not wait longer than this for a database that is away. */
const FAREWELL_WITHIN_MS = 1_000;

/** Has each replica say what it verifies with and issues: every five seconds, and at once when that changes. */
@Injectable()
export class ReplicaJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly instance = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  readonly #log = new Logger('keys');
  #timers: NodeJS.Timeout[] = [];
  #issues: number | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isStopped = false;
  #isAway = false;

  constructor(
    private readonly store: KeyStore,
    private readonly revoked: RevokedSessions,
    private readonly replicas: ReplicasRepository,
    @Inject(ISSUES_VERSION) private readonly issuesVersion: (() => number) | undefined,
  ) {}

  onApplicationBootstrap(): void {
    this.store.ring.onReplaced(() => this.#say());
    this.#timers = [setInterval(() => this.#say(), EVERY_MS).unref()];
    if (this.issuesVersion !== undefined) this.#timers.push(setInterval(() => this.#look(), LOOKS_EVERY_MS).unref());
    this.#say();
  }

  /** A replica that stops cleanly is no longer asked about its keys. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#isStopped = true;
    const farewell = this.#writing.then(() => this.replicas.remove(this.instance)).catch(() => undefined);
    await Promise.race([farewell, sleep(FAREWELL_WITHIN_MS, undefined, { ref: false })]);
  }

  // One after the other, so that the last word written is the last that was true.
  #say(): void {
    if (!this.#isStopped) this.#writing = this.#writing.then(() => this.#write());
  }

  #look(): void {
    if (this.issuesVersion?.() !== this.#issues) this.#say();
  }

  async #write(): Promise<void> {
    const age = this.revoked.age();
    const issues = this.issuesVersion?.();
    try {
      await this.replicas.put({
        instance: this.instance,
        ...this.store.state(),
        feedAge: Number.isFinite(age) ? age : null,
        tokenVersions: [...TOKEN_VERSIONS],
        issues: issues ?? null,
      });
      this.#issues = issues;
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) this.#log.warn(`which keys are in use here was not written: ${(error as Error).message}`);
      this.#isAway = true;
    }
  }
}
