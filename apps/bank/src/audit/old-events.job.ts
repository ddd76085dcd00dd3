import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { OldEventsService } from './old-events.service.js';

const HOUR_MS = 3_600_000;

/** Removes events whose time is over, about once an hour in each replica. */
@Injectable()
export class OldEventsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('audit');
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(private readonly events: OldEventsService) {}

  onApplicationBootstrap(): void {
    // Spread, so that replicas that were started together do not all do it at once.
    this.#timer = setTimeout(() => void this.#round(), HOUR_MS * (0.5 + Math.random())).unref();
  }

  beforeApplicationShutdown(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #round(): Promise<void> {
    try {
      const removed = await this.events.removeOld();
      if (removed > 0) this.#log.log(`removed ${removed} events whose time is over`);
    } catch (error) {
      if (!this.#isStopped) this.#log.warn({ err: error }, 'old events could not be removed');
    }
    if (!this.#isStopped) this.onApplicationBootstrap();
  }
}
