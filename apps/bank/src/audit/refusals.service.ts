import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { addressKey, AppError } from '@latchkey/service';
import type { Client } from '../client/client.contract.js';
import { AuditService, type EventSource } from './audit.service.js';
import { paceKey } from './refusal-sample.rules.js';
import { RefusalPaceService } from './refusal-pace.service.js';

/** Records guesses that the throttle refused. Those cost an attacker nothing, so they must not cost a row each. */
@Injectable()
export class RefusalsService {
  readonly #audit: AuditService;
  readonly #pace: RefusalPaceService;

  constructor(audit: AuditService, pace: RefusalPaceService) {
    this.#audit = audit;
    this.#pace = pace;
  }

  /** Records an attempt at an account if it was the throttle that refused it, once a minute in each replica. */
  async note(error: unknown, account: string, client: Client, event: EventSource): Promise<void> {
    if (error instanceof AppError && error.status === 429) await this.#record(error.reason, account, client, event);
  }

  async #record(reason: string, account: string, client: Client, event: EventSource): Promise<void> {
    // A digest: the text may be a password in the wrong field.
    const digest = createHash('sha256').update(account.toLowerCase()).digest('base64url');
    const key = paceKey(reason, digest, addressKey(client.address));
    if (this.#pace.allows(key, Date.now())) await this.#audit.recordRefusal(event, client);
  }
}
