import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { LoginThrottleService } from './login-throttle.service.js';

const EVERY_MS = 10 * 60_000;

/** Removes counts of logins that are over and addresses that nobody used for long, about every ten minutes in each replica. */
@Injectable()
export class OldCountsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('throttle');
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(private readonly throttle: LoginThrottleService) {}

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
      await this.throttle.removeOld();
    } catch (error) {
      if (!this.#isStopped) this.#log.warn({ err: error }, 'old counts of logins could not be removed');
    }
    if (!this.#isStopped) this.onApplicationBootstrap();
  }
}
