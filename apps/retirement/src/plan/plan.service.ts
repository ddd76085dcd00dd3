import { Injectable } from '@nestjs/common';
import type { PlanAnswer, PlanBody } from './plan.contract.js';
import { PlanRepository } from './plan.repository.js';
import { shownPlan } from './plan.rules.js';

@Injectable()
export class PlanService {
  constructor(private readonly plans: PlanRepository) {}

  async show(owner: string): Promise<PlanAnswer> {
    return shownPlan(await this.plans.find(owner));
  }

  async put(owner: string, body: PlanBody): Promise<PlanAnswer> {
    const wish = { retirementAge: body.retirementAge, monthlyWishMinor: BigInt(body.monthlyWishMinor) };
    await this.plans.put(owner, wish);
    return shownPlan(wish);
  }
}
