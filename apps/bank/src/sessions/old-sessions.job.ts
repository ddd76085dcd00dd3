import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SessionsService } from './sessions.service.js';

const HOUR_MS = 3_600_000;

/** Removes old sessions, about once an hour in each replica. */
@Injectable()
export class OldSessionsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('sessions');
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(private readonly sessions: SessionsService) {}

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
      const removed = await this.sessions.removeOld();
      if (removed > 0) this.#log.log(`removed ${removed} old sessions`);
    } catch (error) {
      if (!this.#isStopped) this.#log.warn({ err: error }, 'old sessions could not be removed');
    }
    if (!this.#isStopped) this.onApplicationBootstrap();
  }
}
