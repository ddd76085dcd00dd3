import { Controller, Get, Query } from '@nestjs/common';
import { Caller } from '@latchkey/auth';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { Returns, Operation } from '@latchkey/service';
import { eventCursor, eventsAnswer, type EventsAnswer } from './audit.contract.js';
import { invalidCursor } from './events.errors.js';
import { EventsService } from './events.service.js';

@Controller('api/events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Operation({
    topic: 'Account',
    summary: 'List security events',
    description: 'What happened to the account of the caller, the newest first.',
    parameters: { before: eventCursor },
    errors: () => [invalidCursor()],
  })
  @Get()
  @Returns(eventsAnswer)
  page(@Caller() caller: AccessTokenClaims, @Query('before') before: unknown): Promise<EventsAnswer> {
    return this.events.page(caller, before);
  }
}
