import { Injectable } from '@nestjs/common';
import type { PlanAnswer, PlanBody } from './plan.contract.js';
import { planChanged } from './plan.errors.js';
import { PlanRepository } from './plan.repository.js';
import { isSame, shownPlan } from './plan.rules.js';

@Injectable()
export class PlanService {
  constructor(private readonly plans: PlanRepository) {}

  async show(owner: string): Promise<PlanAnswer> {
    return shownPlan(await this.plans.find(owner));
  }

  async put(owner: string, { retirementAge, monthlyWishMinor, version: over }: PlanBody): Promise<PlanAnswer> {
    const wish = { retirementAge, monthlyWishMinor: BigInt(monthlyWishMinor) };
    const version = await this.plans.put(owner, wish, over);
    if (version !== undefined) return shownPlan({ ...wish, version });
    const stored = await this.plans.find(owner);
    // What stands there is what was asked for: the answer to the same request may have been lost.
    if (stored !== null && isSame(stored, wish)) return shownPlan(stored);
    throw planChanged();
  }
}
