import { Module } from '@nestjs/common';
import { BankLogoutClient } from './bank-logout.client.js';
import { LocalRevocations } from './local-revocations.js';
import { LogoutController } from './logout.controller.js';
import { LogoutDeliveryJob } from './logout-delivery.job.js';
import { LogoutService } from './logout.service.js';
import { LogoutsRepository } from './logouts.repository.js';

/** Logout of a service that only verifies; `AuthModule.forService` brings it along. */
@Module({
  controllers: [LogoutController],
  providers: [BankLogoutClient, LocalRevocations, LogoutDeliveryJob, LogoutService, LogoutsRepository],
  exports: [LocalRevocations],
})
export class VerifierLogoutModule {}
