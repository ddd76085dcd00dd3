import { Inject, Injectable, Logger } from '@nestjs/common';
import type { ServiceEntry } from '@latchkey/verifier/contract';
import { CONFIG } from '@latchkey/service';
import { describeError, type OutboundTarget } from '@latchkey/verifier/outbound';
import { issuerOf, type AuthConfig } from '../config/auth.config.js';
import { bankAsked } from '../config/bank-address.js';
import { checkedList, type ListFacts } from './listed-services.rules.js';
import { ServicesClient } from './services.client.js';
import { ServicesRepository } from './services.repository.js';

/** The list of the deployment's services, answered from memory: neither the bank nor the database has to live. */
@Injectable()
export class ServicesService {
  private known: ServiceEntry[] = [];
  private readonly log = new Logger('services');
  private readonly issuer: string;
  private readonly asked: OutboundTarget;
  private readonly facts: ListFacts;
  private lastDropped = '';

  constructor(
    private readonly client: ServicesClient,
    private readonly repository: ServicesRepository,
    @Inject(CONFIG) config: AuthConfig,
  ) {
    this.issuer = issuerOf(config);
    this.asked = bankAsked(config);
    this.facts = { cookieDomain: config.SSO_COOKIE_DOMAIN, issuer: this.issuer };
  }

  list(): ServiceEntry[] {
    return this.known;
  }

  /** Takes over what this or another replica stored last, also one of a release that did not look at it. */
  async recall(): Promise<void> {
    const stored = await this.repository.find(this.issuer);
    const { services } = checkedList(stored ?? [], this.facts);
    if (services.length > 0) this.known = services;
  }

  /** Asks the bank and stores what may be shown of its answer; throws an error that says why, also if nothing may. */
  async refresh(stop: AbortSignal): Promise<void> {
    const list = await this.client.fetch(stop).catch((cause: unknown) => {
      throw new Error(describeError(cause, this.asked), { cause });
    });
    const { services, dropped } = checkedList(list, this.facts);
    this.note(dropped.join('; '));
    if (services.length === 0 && list.length > 0) throw new Error("nothing of the bank's list may be shown");
    this.known = services;
    await this.repository.put(this.issuer, services);
  }

  // Once, not every minute.
  private note(dropped: string): void {
    if (dropped !== '' && dropped !== this.lastDropped) this.log.warn(`not shown of the bank's list: ${dropped}`);
    this.lastDropped = dropped;
  }
}
