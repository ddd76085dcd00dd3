import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { CountersService } from './counters.service.js';
import { KnownDevicesService } from './known-devices.service.js';
import { LoginCountRepository } from './login-count.repository.js';
import { LoginThrottleService } from './login-throttle.service.js';
import { OldCountsJob } from './old-counts.job.js';
import { RefusalDelayService } from './refusal-delay.service.js';
import { RegistrationThrottleService } from './registration-throttle.service.js';

@Module({
  imports: [UsersModule],
  providers: [
    CountersService,
    KnownDevicesService,
    LoginCountRepository,
    LoginThrottleService,
    OldCountsJob,
    RefusalDelayService,
    RegistrationThrottleService,
  ],
  exports: [KnownDevicesService, LoginCountRepository, LoginThrottleService, RegistrationThrottleService],
})
export class ThrottleModule {}
