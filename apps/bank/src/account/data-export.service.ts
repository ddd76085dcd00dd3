import { Injectable } from '@nestjs/common';
import { sessionEnded } from '@latchkey/auth';
import { Database } from '@latchkey/service';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { AuditService } from '../audit/audit.service.js';
import { EventRepository } from '../audit/event.repository.js';
import type { Client } from '../client/client.contract.js';
import type { ExportAnswer } from './data-export.contract.js';
import { DataExportRepository } from './data-export.repository.js';
import { exportOf } from './data-export.rules.js';

const MOST = 10_000;

/** Gives people what the bank holds of them. */
@Injectable()
export class DataExportService {
  constructor(
    private readonly held: DataExportRepository,
    private readonly events: EventRepository,
    private readonly audit: AuditService,
    private readonly database: Database,
  ) {}

  /** On record, or not given. */
  export({ sub, sid }: Pick<AccessTokenClaims, 'sub' | 'sid'>, client: Client): Promise<ExportAnswer> {
    return this.database.transaction(async () => {
      await this.audit.record({ kind: 'data_exported', userId: sub, sessionId: sid }, client);
      const account = await this.held.findAccount(sub);
      if (account === undefined) throw sessionEnded();
      const roles = await this.held.findRoles(sub);
      const addresses = await this.held.findAddresses(sub);
      const sessions = await this.held.findSessions(sub, MOST);
      const events = await this.events.findByUser(sub, MOST);
      const counts = await this.held.count(sub);
      return exportOf(sub, { account, roles, addresses, sessions, events, counts }, new Date());
    });
  }
}
