import { Module } from '@nestjs/common';
import { SessionRepository } from './session.repository.js';
import { SessionsService } from './sessions.service.js';

@Module({ providers: [SessionsService, SessionRepository], exports: [SessionsService] })
export class SessionsModule {}
