import { Global, Module } from '@nestjs/common';
import { RevokedSessions } from '@latchkey/auth';
import { SessionsModule } from '../sessions/sessions.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { EndedSessionRepository } from '../sessions/revoked-session.repository.js';
import { EndedSessionsService } from '../sessions/revoked-sessions.service.js';
import { FeedService } from './feed.service.js';
import { LargeAnswersService } from './large-responses.service.js';
import { RevocationsController } from './feed.controller.js';
import { RevocationsService } from '../sessions/revocations.service.js';
import { SignedAnswersService } from './feed-responses.service.js';
import { WaitingReadersService } from './long-poll-clients.service.js';

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
