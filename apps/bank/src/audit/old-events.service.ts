import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import { EventRepository } from './event.repository.js';

const REMOVED_AT_ONCE = 1_000;

/** Removes the events that were kept for long enough. */
@Injectable()
export class OldEventsService {
  readonly #days: number;

  constructor(
    private readonly events: EventRepository,
    @Inject(CONFIG) config: BankConfig,
  ) {
    this.#days = config.EVENTS_KEPT_DAYS;
  }

  /** Answers how many it removed. */
  async removeOld(): Promise<number> {
    let removed = 0;
    for (;;) {
      const count = await this.events.expire(this.#days, REMOVED_AT_ONCE);
      removed += count;
      if (count < REMOVED_AT_ONCE) return removed;
    }
  }
}
