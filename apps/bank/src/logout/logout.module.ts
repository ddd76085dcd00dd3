import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { LogoutController } from './logout.controller.js';
import { LogoutCorsService } from './logout-cors.service.js';

@Module({ imports: [SessionsModule], controllers: [LogoutController], providers: [LogoutCorsService] })
export class LogoutModule {}
