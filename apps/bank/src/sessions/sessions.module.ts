import { Global, Module } from '@nestjs/common';
import { RevokedSessions } from '@latchkey/verifier';
import { IssuedContract } from '../tokens/issued-contract.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { ActiveSessionsService } from './active-sessions.service.js';
import { LogoutController } from './logout.controller.js';
import { LogoutDeliveryController } from './logout-delivery.controller.js';
import { OldSessionsJob } from './old-sessions.job.js';
import { RevocationsService } from './revocations.service.js';
import { RevokedSessionRepository } from './revoked-session.repository.js';
import { RevokedSessionsService } from './revoked-sessions.service.js';
import { SessionRepository } from './session.repository.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';

/** Global: the guard before every route asks which sessions are revoked. */
@Global()
@Module({
  imports: [TokensModule],
  controllers: [SessionsController, LogoutController, LogoutDeliveryController],
  providers: [
    ActiveSessionsService,
    OldSessionsJob,
    RevocationsService,
    RevokedSessionRepository,
    RevokedSessionsService,
    SessionRepository,
    SessionsService,
    { provide: RevokedSessions, useExisting: RevocationsService },
  ],
  exports: [SessionsService, ActiveSessionsService, RevokedSessionsService, RevokedSessions],
})
export class SessionsModule {
  // What the feed tells is read every second, and the version of the contract with it.
  constructor(ended: RevokedSessionsService, contract: IssuedContract) {
    contract.readBy(() => ended.issuedVersion());
  }
}
