import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { PlanEntity } from './plan.entity.js';

/** What a person wants of a plan; money is a bigint of minor units. */
export interface Figures {
  retirementAge: number;
  monthlyWishMinor: bigint;
}

/** What is kept of a plan: its figures, and which change made them. */
export interface StoredPlan extends Figures {
  version: number;
}

@Injectable()
export class PlanRepository {
  constructor(private readonly database: Database) {}

  async find(owner: string): Promise<StoredPlan | null> {
    const row = await this.database.repository(PlanEntity).findOneBy({ owner });
    if (row === null) return null;
    const { retirementAge, monthlyWishMinor, version } = row;
    return { retirementAge, monthlyWishMinor, version };
  }

  /**
   * One statement: of two callers who change the same version one wins, and a repeat writes nothing. Answers the new version;
   * undefined if nothing was written, because it stands there already or is of another version.
   *
   * @param over - the version that is changed, 0 where none is stored; undefined to ask for none
   */
  async put(owner: string, { retirementAge, monthlyWishMinor }: Figures, over?: number): Promise<number | undefined> {
    const rows = await this.database.query<{ version: number }[]>(
      `INSERT INTO plan (owner, retirement_age, monthly_wish_minor) VALUES ($1, $2, $3)
       ON CONFLICT (owner) DO UPDATE
       SET retirement_age = excluded.retirement_age, monthly_wish_minor = excluded.monthly_wish_minor
       WHERE ($4::integer IS NULL OR plan.version = $4)
         AND (plan.retirement_age, plan.monthly_wish_minor) IS DISTINCT FROM
             (excluded.retirement_age, excluded.monthly_wish_minor)
       RETURNING version`,
      [owner, retirementAge, monthlyWishMinor.toString(), over ?? null],
    );
    return rows[0]?.version;
  }
}
