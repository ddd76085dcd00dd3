import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { DeliveryController } from './delivery.controller.js';
import { LogoutController } from './logout.controller.js';

@Module({ imports: [SessionsModule], controllers: [LogoutController, DeliveryController] })
export class LogoutModule {}
