import { Module } from '@nestjs/common';
import { KeyAuditJob } from './key-audit.job.js';
import { KeyAuditService } from './key-audit.service.js';
import { KnownKeyRepository } from './known-key.repository.js';

@Module({ providers: [KeyAuditJob, KeyAuditService, KnownKeyRepository] })
export class KeysModule {}
