import { Logger, Module } from '@nestjs/common';
import { CONFIG } from '@latchkey/service';
import { ServiceList, ServicesClient } from '@latchkey/verifier';
import { issuerOf, type AuthConfig } from '../config/auth.config.js';
import { bankAsked, type BankAddressConfig } from '../config/bank-address.js';
import { LifecycleJob } from '../lifecycle/lifecycle.job.js';
import { ServicesController } from './services.controller.js';
import { ServicesRepository } from './services.repository.js';

const FOLLOWING = Symbol('following');

/** `GET /api/services` of a service that only verifies; `AuthModule.forService` brings it along. */
@Module({
  controllers: [ServicesController],
  providers: [
    ServicesRepository,
    { provide: ServiceList, inject: [ServicesRepository, CONFIG], useFactory: listOf },
    { provide: FOLLOWING, inject: [ServiceList], useFactory: (list: ServiceList) => new LifecycleJob(list) },
  ],
})
export class ServicesModule {}

function listOf(repository: ServicesRepository, config: AuthConfig & BankAddressConfig): ServiceList {
  const [bank, issuer] = [bankAsked(config), issuerOf(config)];
  return new ServiceList({
    client: new ServicesClient(bank.url),
    store: {
      load: () => repository.find(issuer),
      save: (services) => repository.put(issuer, services),
    },
    facts: { cookieDomain: config.SSO_COOKIE_DOMAIN, issuer },
    bank,
    log: new Logger('services'),
  });
}
