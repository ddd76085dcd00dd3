import { Module } from '@nestjs/common';
import { CountersService } from './counters.service.js';
import { GuessThrottleService } from './guess-throttle.service.js';
import { GuessesUnderwayService } from './guesses-underway.service.js';
import { KnownAddressRepository } from './known-address.repository.js';
import { RegistrationThrottleService } from './registration-throttle.service.js';

@Module({
  providers: [
    CountersService,
    GuessThrottleService,
    GuessesUnderwayService,
    KnownAddressRepository,
    RegistrationThrottleService,
  ],
  exports: [GuessThrottleService, RegistrationThrottleService],
})
export class ThrottleModule {}
