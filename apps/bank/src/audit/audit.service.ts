import { Injectable, Logger } from '@nestjs/common';
import type { Client } from '../client/client.contract.js';
import type { SecurityEvent } from './audit.contract.js';
import { EventRepository } from './event.repository.js';

/** An event, or how to come to know it. */
export type EventSource = SecurityEvent | (() => Promise<SecurityEvent>);

/** Keeps a record of security events, in the database and in the log. */
@Injectable()
export class AuditService {
  readonly #events: EventRepository;
  readonly #log = new Logger('audit');

  constructor(events: EventRepository) {
    this.#events = events;
  }

  /**
   * Records an event; inside a transaction it is kept only if that commits, and what cannot be recorded does not happen.
   * The log has its line either way: a request that failed afterwards bears the same id.
   */
  async record(event: SecurityEvent, client?: Client): Promise<void> {
    const { kind, userId, sessionId, detail } = event;
    const service = client?.service;
    this.#log.log({
      event: kind,
      userId,
      sessionId,
      detail,
      service,
      req: client?.requestId,
      address: client?.address,
    });
    await this.#events.add({
      kind,
      userId: userId ?? null,
      sessionId: sessionId ?? null,
      address: client?.address.slice(0, 45) ?? null,
      userAgent: client?.userAgent.replaceAll('\0', '').slice(0, 256) ?? null,
      requestId: client?.requestId.slice(0, 64) ?? null,
      detail: { ...detail, ...(service !== undefined && { service }) },
    });
  }

  /** Records a refusal, which stays the same refusal when it cannot be recorded. Not for use inside a transaction. */
  async recordRefusal(source: EventSource, client?: Client): Promise<void> {
    try {
      await this.record(typeof source === 'function' ? await source() : source, client);
    } catch (error) {
      this.#log.warn({ req: client?.requestId, err: error }, 'a refusal could not be recorded');
    }
  }
}
