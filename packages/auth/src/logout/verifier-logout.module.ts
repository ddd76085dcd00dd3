import { Logger, Module } from '@nestjs/common';
import { CONFIG, Metrics, Readiness } from '@latchkey/service';
import {
  BankLogoutClient,
  DeliverySigner,
  KeyRing,
  LocalRevocations,
  LogoutQueue,
  revocationSeconds,
} from '@latchkey/verifier';
import { issuerOf, type AuthConfig } from '../config/auth.config.js';
import { bankAsked, type BankAddressConfig } from '../config/bank-address.js';
import { LifecycleJob } from '../lifecycle/lifecycle.job.js';
import { AUDIENCE } from '../replicas/keys.controller.js';
import { outcomeCounter, reportLogouts } from './logout-metrics.js';
import { LogoutController } from './logout.controller.js';
import { LogoutsRepository } from './logouts.repository.js';

const DELIVERING = Symbol('delivering');

/** Logout of a service that only verifies; `AuthModule.forService` brings it along. */
@Module({
  controllers: [LogoutController],
  providers: [
    LogoutsRepository,
    {
      provide: LocalRevocations,
      inject: [LogoutsRepository, CONFIG],
      useFactory: (store: LogoutsRepository, config: AuthConfig) =>
        new LocalRevocations(store, revocationSeconds(config.TOKEN_TTL), new Logger('logout')),
    },
    {
      provide: DeliverySigner,
      inject: [KeyRing, CONFIG, AUDIENCE],
      useFactory: (ring: KeyRing, config: AuthConfig, service: string) =>
        new DeliverySigner(ring, { service, issuer: issuerOf(config), keyFile: config.SERVICE_KEY_FILE }),
    },
    {
      provide: LogoutQueue,
      inject: [LogoutsRepository, LocalRevocations, DeliverySigner, CONFIG, Metrics, Readiness],
      useFactory: queueOf,
    },
    {
      provide: DELIVERING,
      inject: [LocalRevocations, LogoutQueue],
      useFactory: (revoked: LocalRevocations, queue: LogoutQueue) => new LifecycleJob(revoked, queue),
    },
  ],
  exports: [LocalRevocations],
})
export class VerifierLogoutModule {}

function queueOf(
  store: LogoutsRepository,
  revoked: LocalRevocations,
  signer: DeliverySigner,
  config: BankAddressConfig,
  metrics: Metrics,
  readiness: Readiness,
): LogoutQueue {
  const bank = new BankLogoutClient(bankAsked(config), signer);
  const log = new Logger('logout');
  const queue = new LogoutQueue({ store, bank, revoked, signer, onOutcome: outcomeCounter(metrics), log });
  reportLogouts(queue, revoked, readiness, metrics);
  return queue;
}
