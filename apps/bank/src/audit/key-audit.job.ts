import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { KeyRing } from '@latchkey/verifier';
import { KeyAuditService } from './key-audit.service.js';

/** How long until it is tried again while the database is away. */
const AGAIN_MS = 5_000;

/** Records the steps of keys at boot and whenever the key ring changes; signing and verifying never wait for it. */
@Injectable()
export class KeyAuditJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('keys');
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(
    private readonly audit: KeyAuditService,
    private readonly ring: KeyRing,
  ) {}

  onApplicationBootstrap(): void {
    this.ring.onReplaced(() => this.#soon());
    this.#soon();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#running = this.#running.then(() => this.#compare());
  }

  async #compare(): Promise<void> {
    if (this.#isOver) return;
    try {
      await this.audit.compare();
    } catch (error) {
      this.#log.warn({ err: error }, 'the keys could not be put on record yet');
      if (!this.#isOver) this.#timer = setTimeout(() => this.#soon(), AGAIN_MS).unref();
    }
  }
}
