import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { LogoutController } from './logout.controller.js';

@Module({ imports: [SessionsModule], controllers: [LogoutController] })
export class LogoutModule {}
