import { Global, Module } from '@nestjs/common';
import { AuditService } from './audit.service.js';
import { EventRepository } from './event.repository.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';
import { KeyAuditJob } from './key-audit.job.js';
import { KeyAuditService } from './key-audit.service.js';
import { KnownKeyRepository } from './known-key.repository.js';
import { OldEventsJob } from './old-events.job.js';
import { OldEventsService } from './old-events.service.js';

/** Global: every feature records its own events. */
@Global()
@Module({
  controllers: [EventsController],
  providers: [
    AuditService,
    EventRepository,
    EventsService,
    KeyAuditJob,
    KeyAuditService,
    KnownKeyRepository,
    OldEventsJob,
    OldEventsService,
  ],
  exports: [AuditService, EventRepository],
})
export class AuditModule {}
