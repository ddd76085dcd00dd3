import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { ActiveSessionRepository } from './active-session.repository.js';
import { ActiveSessionsService } from './active-sessions.service.js';
import { OldSessionsJob } from './old-sessions.job.js';
import { SessionRepository } from './session.repository.js';
import { SessionRoomService } from './session-room.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [TokensModule],
  controllers: [SessionsController],
  providers: [
    SessionsService,
    SessionRepository,
    ActiveSessionsService,
    ActiveSessionRepository,
    SessionRoomService,
    OldSessionsJob,
  ],
  exports: [SessionsService, SessionRoomService, ActiveSessionsService],
})
export class SessionsModule {}
