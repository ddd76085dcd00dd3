import { Injectable } from '@nestjs/common';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { PermissionRepository } from '../sharing/permission.repository.js';
import type { PlanAnswer, PlanBody } from './plan.contract.js';
import { planChanged } from './plan.errors.js';
import { PlanRepository, type KeptPlan } from './plan.repository.js';
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
    const kept = await this.plans.find(sub);
    // Advisers ask by name, and the bank may have given the person another.
    if (kept.sharedAs !== null && kept.sharedAs !== username) await this.permissions.rename(sub, username);
    return shown(kept);
  }

  async put(owner: string, { retirementAge, monthlyWishMinor, version: over }: PlanBody): Promise<PlanAnswer> {
    const wish = { retirementAge, monthlyWishMinor: BigInt(monthlyWishMinor) };
    const put = await this.plans.put(owner, wish, over);
    if (put !== undefined) return shown(put);
    const kept = await this.plans.find(owner);
    // What stands there is what was asked for: the answer to the same request may have been lost.
    if (kept.plan !== null && isSame(kept.plan, wish)) return shown(kept);
    throw planChanged();
  }
}

const shown = ({ plan, sharedAs }: KeptPlan): PlanAnswer => shownPlan({ plan, isShared: sharedAs !== null });
