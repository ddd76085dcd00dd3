import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { PlanEntity } from './plan.entity.js';

/** What is kept of a plan; money is a bigint of minor units. */
export interface StoredPlan {
  retirementAge: number;
  monthlyWishMinor: bigint;
}

@Injectable()
export class PlanRepository {
  constructor(private readonly database: Database) {}

  async find(owner: string): Promise<StoredPlan | null> {
    const row = await this.database.repository(PlanEntity).findOneBy({ owner });
    return row && { retirementAge: row.retirementAge, monthlyWishMinor: row.monthlyWishMinor };
  }

  /** One statement: two callers at once leave one row, and a repeat writes nothing. */
  async put(owner: string, plan: StoredPlan): Promise<void> {
    await this.database
      .repository(PlanEntity)
      .upsert({ owner, ...plan }, { conflictPaths: ['owner'], skipUpdateIfNoValuesChanged: true });
  }
}
