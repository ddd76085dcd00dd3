import { Inject, Injectable } from '@nestjs/common';
import { bankAsked, issuerOf } from '@latchkey/auth';
import type { ServiceEntry } from '@latchkey/auth/contract';
import { CONFIG, failureWords, type Asked } from '@latchkey/service';
import type { RetirementConfig } from '../retirement.config.js';
import { ServicesClient } from './services.client.js';
import { ServicesRepository } from './services.repository.js';

/** The list of the house's services, answered from memory: neither the bank nor the database has to live. */
@Injectable()
export class ServicesService {
  private known: ServiceEntry[] = [];
  private readonly issuer: string;
  private readonly asked: Asked;

  constructor(
    private readonly client: ServicesClient,
    private readonly repository: ServicesRepository,
    @Inject(CONFIG) config: RetirementConfig,
  ) {
    this.issuer = issuerOf(config);
    this.asked = bankAsked(config);
  }

  list(): ServiceEntry[] {
    return this.known;
  }

  /** Takes over what this or another replica stored last. */
  async recall(): Promise<void> {
    this.known = (await this.repository.find(this.issuer)) ?? this.known;
  }

  /** Asks the bank and stores its answer; throws in words. */
  async refresh(stop: AbortSignal): Promise<void> {
    const services = await this.client.fetch(stop).catch((cause: unknown) => {
      throw new Error(failureWords(cause, this.asked), { cause });
    });
    this.known = services;
    await this.repository.put(this.issuer, services);
  }
}
