import { Inject, Injectable } from '@nestjs/common';
import { addressKey, AppError, CONFIG } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import type { HashPlace } from '../passwords/fair-order.rules.js';
import { CountersService, type Counter } from './counters.service.js';
import { RefusalDelayService } from './refusal-delay.service.js';
import { tooManyRegistrations } from './throttle.errors.js';
import { REGISTRATION_WINDOW_SECONDS } from './throttle.rules.js';

/** Bounds how many accounts one address opens in an hour. */
@Injectable()
export class RegistrationThrottleService {
  readonly #perAddress: Counter;

  constructor(
    counters: CountersService,
    private readonly delay: RefusalDelayService,
    @Inject(CONFIG) config: BankConfig,
  ) {
    this.#perAddress = counters.make('register-address', config.THROTTLE_REGISTER, REGISTRATION_WINDOW_SECONDS);
  }

  /** Runs one registration; what fails through an error of ours, or is refused here, does not count. */
  async run<T>(address: string, register: (place: HashPlace) => Promise<T>): Promise<T> {
    const key = addressKey(address);
    const count = await this.#perAddress.take(key);
    if (!count.accepted) {
      await this.delay.hold(key);
      throw tooManyRegistrations(Math.max(1, Math.ceil(count.waitMs / 1000)));
    }
    try {
      // All registrations of an address share its turns: each brings a name of its own.
      return await register({ address: key, account: 'registration' });
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) {
        await this.#perAddress.giveBack(key).catch(() => undefined);
        await this.delay.hold(key);
      }
      throw error;
    }
  }
}
