import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ErrorNotice } from '@latchkey/verifier/outbound';
import { pauseAfter } from './services.rules.js';
import { ServicesService } from './services.service.js';

/** Keeps the list fresh in the background. Boot waits for the own database at most, never for the bank. */
@Injectable()
export class ServicesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('services');
  private readonly stop = new AbortController();
  private readonly notice = new ErrorNotice();
  private timer: NodeJS.Timeout | undefined;
  private failures = 0;

  constructor(private readonly services: ServicesService) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.recall();
    void this.round();
  }

  beforeApplicationShutdown(): void {
    this.stop.abort();
    clearTimeout(this.timer);
  }

  private async round(): Promise<void> {
    try {
      await this.services.refresh(this.stop.signal);
      if (this.notice.isOver()) this.log.log(`the list of services is current again after ${this.failures} failures`);
      this.failures = 0;
    } catch (cause) {
      if (this.stop.signal.aborted) return;
      this.failures += 1;
      const words = wordsOf(cause);
      if (this.notice.isDue(words)) this.log.warn(`the last known list of services is served: ${words}`);
      await this.recall();
    }
    if (this.stop.signal.aborted) return;
    this.timer = setTimeout(() => void this.round(), pauseAfter(this.failures));
    this.timer.unref();
  }

  private async recall(): Promise<void> {
    await this.services.recall().catch((cause: unknown) => {
      this.log.warn(`the stored list of services was not read: ${wordsOf(cause)}`);
    });
  }
}

function wordsOf(cause: unknown): string {
  return (cause as Error).message;
}
