import { Injectable } from '@nestjs/common';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { PermissionRepository } from '../sharing/permission.repository.js';
import type { PlanAnswer, PlanBody } from './plan.contract.js';
import { planChanged } from './plan.errors.js';
import { PlanRepository } from './plan.repository.js';
import { isSame, shownPlan } from './plan.rules.js';

@Injectable()
export class PlanService {
  constructor(
    private readonly plans: PlanRepository,
    private readonly permissions: PermissionRepository,
  ) {}

  async show({
    sub,
    preferred_username: username,
  }: Pick<AccessTokenClaims, 'sub' | 'preferred_username'>): Promise<PlanAnswer> {
    const { plan, sharedAs } = await this.plans.find(sub);
    // Advisers ask by name, and the bank may have given the person another.
    if (sharedAs !== null && sharedAs !== username) await this.permissions.rename(sub, username);
    return shownPlan({ plan, isShared: sharedAs !== null });
  }

  async put(owner: string, { retirementAge, monthlyWishMinor, version: over }: PlanBody): Promise<PlanAnswer> {
    const wish = { retirementAge, monthlyWishMinor: BigInt(monthlyWishMinor) };
    const version = await this.plans.put(owner, wish, over);
    const { plan, sharedAs } = await this.plans.find(owner);
    const isShared = sharedAs !== null;
    if (version !== undefined) return shownPlan({ plan: { ...wish, version }, isShared });
    // What stands there is what was asked for: the answer to the same request may have been lost.
    if (plan !== null && isSame(plan, wish)) return shownPlan({ plan, isShared });
    throw planChanged();
  }
}
