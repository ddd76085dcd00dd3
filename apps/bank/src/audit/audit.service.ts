import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { addressKey, type AppError } from '@latchkey/service';
import type { Client } from '../client/client.contract.js';
import type { SecurityEvent } from './audit.contract.js';
import { EventRepository } from './event.repository.js';
import { sampleKey } from './refusal-sample.rules.js';

const MINUTE_MS = 60_000;
/** What is remembered at most in one minute; an attack with more faces than that is in the metrics, not in the table. */
const MOST_KEYS = 10_000;

/** Keeps a record of security events, in the database and in the log. */
@Injectable()
export class AuditService {
  readonly #log = new Logger('audit');
  readonly #sampled = new Set<string>();
  #minute = -1;

  constructor(private readonly events: EventRepository) {}

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
    await this.events.add({
      kind,
      userId: userId ?? null,
      sessionId: sessionId ?? null,
      address: client?.address.slice(0, 45) ?? null,
      userAgent: client?.userAgent.replaceAll('\0', '').slice(0, 256) ?? null,
      requestId: client?.requestId.slice(0, 64) ?? null,
      detail: { ...detail, ...(service !== undefined && { service }) },
    });
  }

  /** Records an error, which stays the same error when it cannot be recorded. Not for use inside a transaction. */
  async recordRefusal(event: SecurityEvent, client?: Client): Promise<void> {
    try {
      await this.record(event, client);
    } catch (error) {
      this.#log.warn({ req: client?.requestId, err: error }, 'a refusal could not be recorded');
    }
  }

  /**
   * Records a login attempt that the throttle refused, once a minute in each replica: those cost an attacker nothing, so they must not
   * cost a row each. The name is what was typed.
   */
  async recordThrottled({ reason }: AppError, name: string, event: SecurityEvent, client: Client): Promise<void> {
    // A digest: the text may be a password in the wrong field.
    const digest = createHash('sha256').update(name.toLowerCase()).digest('base64url');
    const key = sampleKey(reason, digest, addressKey(client.address));
    if (this.#isFirstInMinute(key)) await this.recordRefusal(event, client);
  }

  #isFirstInMinute(key: string): boolean {
    const minute = Math.floor(Date.now() / MINUTE_MS);
    if (minute !== this.#minute) this.#sampled.clear();
    this.#minute = minute;
    if (this.#sampled.size >= MOST_KEYS || this.#sampled.has(key)) return false;
    this.#sampled.add(key);
    return true;
  }
}
