import { Controller, Get, Query } from '@nestjs/common';
import { Caller } from '@latchkey/auth';
import type { AccessTokenClaims } from '@latchkey/auth/contract';
import { Answers } from '@latchkey/service';
import { eventsAnswer, type EventsAnswer } from './audit.contract.js';
import { EventsService } from './events.service.js';

@Controller('api/events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Get()
  @Answers(eventsAnswer)
  page(@Caller() caller: AccessTokenClaims, @Query('before') before: unknown): Promise<EventsAnswer> {
    return this.events.page(caller, before);
  }
}
