import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { FeedController } from './feed.controller.js';
import { FeedResponsesService } from './feed-responses.service.js';
import { FeedService } from './feed.service.js';
import { LargeResponsesService } from './large-responses.service.js';
import { LongPollClientsService } from './long-poll-clients.service.js';

@Module({
  imports: [SessionsModule, TokensModule],
  controllers: [FeedController],
  providers: [FeedService, FeedResponsesService, LargeResponsesService, LongPollClientsService],
})
export class FeedModule {}
