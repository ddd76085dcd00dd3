import { Module } from '@nestjs/common';
import { CONFIG } from '@latchkey/service';
import { issuerOf, type AuthConfig } from '../config/auth.config.js';
import { DeliverySigner, KeyRing } from '@latchkey/verifier';
import { BankLogoutClient } from './bank-logout.client.js';
import { LocalRevocations } from './local-revocations.js';
import { LogoutDeliveryJob } from './logout-delivery.job.js';
import { AUDIENCE } from '../replicas/keys.controller.js';
import { LogoutController } from './logout.controller.js';
import { LogoutService } from './logout.service.js';
import { LogoutsRepository } from './logouts.repository.js';

/** Logout of a service that only verifies; `AuthModule.forService` brings it along. */
@Module({
  controllers: [LogoutController],
  providers: [
    {
      provide: DeliverySigner,
      inject: [KeyRing, CONFIG, AUDIENCE],
      useFactory: (ring: KeyRing, config: AuthConfig, service: string) =>
        new DeliverySigner(ring, { service, issuer: issuerOf(config), keyFile: config.SERVICE_KEY_FILE }),
    },
    BankLogoutClient,
    LocalRevocations,
    LogoutDeliveryJob,
    LogoutService,
    LogoutsRepository,
  ],
  exports: [LocalRevocations],
})
export class VerifierLogoutModule {}
