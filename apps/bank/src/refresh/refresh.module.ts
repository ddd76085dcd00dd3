import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { RefreshController } from './refresh.controller.js';
import { RefreshRepository } from './refresh.repository.js';
import { RefreshService } from './refresh.service.js';
import { RotationsService } from './rotations.service.js';

@Module({
  imports: [SessionsModule, TokensModule],
  controllers: [RefreshController],
  providers: [RefreshService, RotationsService, RefreshRepository],
})
export class RefreshModule {}
