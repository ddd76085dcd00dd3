import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AccountDeletionService } from './account-deletion.service.js';

const EVERY_MS = 30_000;

/** Deletes accounts whose time is over, about every half minute in each replica; one at a time does it. */
@Injectable()
export class AccountDeletionJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('accounts');
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(private readonly deletions: AccountDeletionService) {}

  onApplicationBootstrap(): void {
    // Spread, so that replicas that were started together do not all do it at once.
    this.#timer = setTimeout(() => void this.#round(), EVERY_MS * (0.5 + Math.random())).unref();
  }

  beforeApplicationShutdown(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #round(): Promise<void> {
    try {
      const removed = await this.deletions.removeDue();
      if (removed > 0) this.#log.log(`deleted ${removed} accounts, as their people had asked`);
      await this.deletions.forgetOld();
    } catch (error) {
      if (!this.#isStopped) this.#log.warn({ err: error }, 'accounts could not be deleted');
    }
    if (!this.#isStopped) this.onApplicationBootstrap();
  }
}
