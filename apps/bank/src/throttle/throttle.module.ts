import { Module } from '@nestjs/common';
import { CountersService } from './counters.service.js';
import { AttemptQueue } from './attempt-queue.js';
import { KnownAddressRepository } from './known-address.repository.js';
import { KnownAddressesService } from './known-addresses.service.js';
import { KnownDevicesService } from './known-devices.service.js';
import { LoginCountRepository } from './login-count.repository.js';
import { LoginCountsService } from './login-counts.service.js';
import { LoginThrottleService } from './login-throttle.service.js';
import { OldCountsJob } from './old-counts.job.js';
import { RefusalDelayService } from './refusal-delay.service.js';
import { RegistrationThrottleService } from './registration-throttle.service.js';

@Module({
  providers: [
    CountersService,
    AttemptQueue,
    KnownAddressRepository,
    KnownAddressesService,
    KnownDevicesService,
    LoginCountRepository,
    LoginCountsService,
    LoginThrottleService,
    OldCountsJob,
    RefusalDelayService,
    RegistrationThrottleService,
  ],
  exports: [KnownAddressesService, KnownDevicesService, LoginThrottleService, RegistrationThrottleService],
})
export class ThrottleModule {}
