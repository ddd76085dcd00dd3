import { Global, Module } from '@nestjs/common';
import { AuditService } from './audit.service.js';
import { EventRepository } from './event.repository.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';
import { OldEventsJob } from './old-events.job.js';
import { OldEventsService } from './old-events.service.js';
import { RefusalPaceService } from './refusal-pace.service.js';
import { RefusalsService } from './refusals.service.js';

/** Global: every feature records its own events. */
@Global()
@Module({
  controllers: [EventsController],
  providers: [
    AuditService,
    EventRepository,
    EventsService,
    RefusalsService,
    RefusalPaceService,
    OldEventsService,
    OldEventsJob,
  ],
  exports: [AuditService, RefusalsService],
})
export class AuditModule {}
