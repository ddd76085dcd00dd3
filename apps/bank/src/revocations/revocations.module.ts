import { Global, Module } from '@nestjs/common';
import { RevokedSessions } from '@latchkey/auth';
import { RevocationsService } from './revocations.service.js';

/** Global: the guard before every route asks it. */
@Global()
@Module({
  providers: [RevocationsService, { provide: RevokedSessions, useExisting: RevocationsService }],
  exports: [RevocationsService, RevokedSessions],
})
export class RevocationsModule {}
