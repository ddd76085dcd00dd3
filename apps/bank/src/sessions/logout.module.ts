import { Module } from '@nestjs/common';
import { SessionsModule } from './sessions.module.js';
import { DeliveryController } from './logout-delivery.controller.js';
import { LogoutController } from './logout.controller.js';

@Module({ imports: [SessionsModule], controllers: [LogoutController, DeliveryController] })
export class LogoutModule {}
