import { Global, Module } from '@nestjs/common';
import { RevokedSessions } from '@latchkey/auth';
import { SessionsModule } from '../sessions/sessions.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { RevokedSessionRepository } from '../sessions/revoked-session.repository.js';
import { RevokedSessionsService } from '../sessions/revoked-sessions.service.js';
import { FeedService } from './feed.service.js';
import { LargeResponsesService } from './large-responses.service.js';
import { FeedController } from './feed.controller.js';
import { RevocationsService } from '../sessions/revocations.service.js';
import { FeedResponsesService } from './feed-responses.service.js';
import { LongPollClientsService } from './long-poll-clients.service.js';

/** Global: the guard before every route asks it, and whoever ends sessions may hurry it. */
@Global()
@Module({
  imports: [SessionsModule, TokensModule],
  controllers: [FeedController],
  providers: [
    RevokedSessionRepository,
    RevokedSessionsService,
    FeedService,
    LargeResponsesService,
    RevocationsService,
    FeedResponsesService,
    LongPollClientsService,
    { provide: RevokedSessions, useExisting: RevocationsService },
  ],
  exports: [RevokedSessionsService, RevocationsService, RevokedSessions],
})
export class FeedModule {}
