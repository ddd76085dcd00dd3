import { Injectable } from '@nestjs/common';
import type { ServiceEntry } from '@latchkey/verifier/contract';
import { Database } from '@latchkey/service';
import { KnownServicesEntity } from './known-services.entity.js';

@Injectable()
export class ServicesRepository {
  constructor(private readonly database: Database) {}

  /** The last list that any replica stored, or undefined before the first. */
  async find(issuer: string): Promise<readonly unknown[] | undefined> {
    const row = await this.database.repository(KnownServicesEntity).findOneBy({ issuer });
    return row?.services;
  }

  async put(issuer: string, services: readonly ServiceEntry[]): Promise<void> {
    await this.database
      .repository(KnownServicesEntity)
      .upsert({ issuer, services: [...services], fetchedAt: new Date() }, ['issuer']);
  }
}
