import { Global, Module } from '@nestjs/common';
import { RevokedSessions } from '@latchkey/auth';
import { SessionsModule } from '../sessions/sessions.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { EndedSessionRepository } from './ended-session.repository.js';
import { EndedSessionsService } from './ended-sessions.service.js';
import { FeedService } from './feed.service.js';
import { LargeAnswersService } from './large-answers.service.js';
import { RevocationsController } from './revocations.controller.js';
import { RevocationsService } from './revocations.service.js';
import { SignedAnswersService } from './signed-answers.service.js';
import { WaitingReadersService } from './waiting-readers.service.js';

/** Global: the guard before every route asks it, and whoever ends sessions may hurry it. */
@Global()
@Module({
  imports: [SessionsModule, TokensModule],
  controllers: [RevocationsController],
  providers: [
    EndedSessionRepository,
    EndedSessionsService,
    FeedService,
    LargeAnswersService,
    RevocationsService,
    SignedAnswersService,
    WaitingReadersService,
    { provide: RevokedSessions, useExisting: RevocationsService },
  ],
  exports: [EndedSessionsService, RevocationsService, RevokedSessions],
})
export class RevocationsModule {}
