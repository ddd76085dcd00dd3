import { Inject, Injectable } from '@nestjs/common';
import { issuerOf } from '@latchkey/auth';
import type { ServiceEntry } from '@latchkey/auth/contract';
import { CONFIG } from '@latchkey/service';
import type { RetirementConfig } from '../retirement.config.js';
import { ServicesClient } from './services.client.js';
import { ServicesRepository } from './services.repository.js';

/** The list of the house's services, answered from memory: neither the bank nor the database has to live. */
@Injectable()
export class ServicesService {
  private known: ServiceEntry[] = [];
  private readonly issuer: string;

  constructor(
    private readonly client: ServicesClient,
    private readonly repository: ServicesRepository,
    @Inject(CONFIG) config: RetirementConfig,
  ) {
    this.issuer = issuerOf(config);
  }

  list(): ServiceEntry[] {
    return this.known;
  }

  /** Takes over what this or another replica stored last. */
  async recall(): Promise<void> {
    this.known = (await this.repository.find(this.issuer)) ?? this.known;
  }

  /** Asks the bank and stores its answer. */
  async refresh(stop: AbortSignal): Promise<void> {
    const services = await this.client.fetch(stop);
    this.known = services;
    await this.repository.put(this.issuer, services);
  }
}
