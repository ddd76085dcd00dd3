import { Injectable } from '@nestjs/common';
import type { ServiceEntry } from '@latchkey/verifier/contract';
import { Database } from '@latchkey/service';
import { KnownServicesEntity } from './known-services.entity.js';

@Injectable()
export class ServicesRepository {
  constructor(private readonly database: Database) {}

  /** The last list that any replica stored, or null before the first. */
  async find(issuer: string): Promise<readonly unknown[] | null> {
    const row = await this.database.repository(KnownServicesEntity).findOneBy({ issuer });
    return row && row.services;
  }

  async put(issuer: string, services: ServiceEntry[]): Promise<void> {
    await this.database.repository(KnownServicesEntity).upsert({ issuer, services, fetchedAt: new Date() }, ['issuer']);
  }
}
