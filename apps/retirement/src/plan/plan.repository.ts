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

/** What is kept of a person: a plan, if they saved one, and the name under which advisers may read it, if they may. */
export interface KeptPlan {
  readonly plan: StoredPlan | null;
  readonly sharedAs: string | null;
}

interface Row {
  readonly retirementAge: number | null;
  readonly monthlyWishMinor: string | null;
  readonly version: number | null;
  readonly sharedAs: string | null;
}

const FIGURES = 'p.retirement_age AS "retirementAge", p.monthly_wish_minor AS "monthlyWishMinor", p.version';
const FIND = `
  SELECT ${FIGURES}, s.username AS "sharedAs"
  FROM (SELECT $1::uuid AS owner) o LEFT JOIN plan p USING (owner) LEFT JOIN plan_permission s USING (owner)`;
// A name may be given to somebody else after an account was deleted; until that is heard of here, the newer one counts.
const FIND_SHARED = `
  SELECT ${FIGURES}, s.username AS "sharedAs"
  FROM plan_permission s LEFT JOIN plan p USING (owner)
  WHERE s.username = $1 ORDER BY s.allowed_at DESC LIMIT 1`;

@Injectable()
export class PlanRepository {
  constructor(private readonly database: Database) {}

  async find(owner: string): Promise<KeptPlan> {
    return keptPlan((await this.database.query<Row[]>(FIND, [owner]))[0]!);
  }

  /** The plan with the day on which it was opened. */
  async findDated(owner: string): Promise<(StoredPlan & { readonly openedAt: Date }) | null> {
    const row = await this.database.repository(PlanEntity).findOneBy({ owner });
    if (row === null) return null;
    const { retirementAge, monthlyWishMinor, version, openedAt } = row;
    return { retirementAge, monthlyWishMinor, version, openedAt };
  }

  /** The plan of somebody who goes by this name and lets advisers read it. */
  async findShared(username: string): Promise<(KeptPlan & { readonly username: string }) | undefined> {
    const [row] = await this.database.query<Row[]>(FIND_SHARED, [username]);
    return row === undefined ? undefined : { ...keptPlan(row), username };
  }

  /**
   * One statement: of two callers who change the same version one wins, and a repeat writes nothing. Answers what is kept now;
   * undefined if nothing was written, because it stands there already or is of another version.
   *
   * @param over - the version that is changed, 0 where none is stored; undefined to ask for none
   */
  async put(owner: string, { retirementAge, monthlyWishMinor }: Figures, over?: number): Promise<KeptPlan | undefined> {
    const [row] = await this.database.query<Row[]>(
      `INSERT INTO plan AS p (owner, retirement_age, monthly_wish_minor) VALUES ($1, $2, $3)
       ON CONFLICT (owner) DO UPDATE
       SET retirement_age = excluded.retirement_age, monthly_wish_minor = excluded.monthly_wish_minor
       WHERE ($4::integer IS NULL OR p.version = $4)
         AND (p.retirement_age, p.monthly_wish_minor) IS DISTINCT FROM
             (excluded.retirement_age, excluded.monthly_wish_minor)
       RETURNING ${FIGURES}, (SELECT s.username FROM plan_permission s WHERE s.owner = p.owner) AS "sharedAs"`,
      [owner, retirementAge, monthlyWishMinor.toString(), over ?? null],
    );
    return row && keptPlan(row);
  }

  async remove(owner: string): Promise<void> {
    await this.database.repository(PlanEntity).delete({ owner });
  }
}

function keptPlan({ retirementAge, monthlyWishMinor, version, sharedAs }: Row): KeptPlan {
  if (retirementAge === null || monthlyWishMinor === null || version === null) return { plan: null, sharedAs };
  return { plan: { retirementAge, monthlyWishMinor: BigInt(monthlyWishMinor), version }, sharedAs };
}
