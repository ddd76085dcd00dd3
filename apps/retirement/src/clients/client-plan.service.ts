import { Injectable } from '@nestjs/common';
import { username as usernameOf } from '@latchkey/verifier/contract';
import { PlanRepository } from '../plan/plan.repository.js';
import { shownPlan } from '../plan/plan.rules.js';
import type { ClientPlanAnswer } from './client-plan.contract.js';
import { planNotShared } from './client-plan.errors.js';

/** Shows advisers the plans that people share with them. */
@Injectable()
export class ClientPlanService {
  constructor(private readonly plans: PlanRepository) {}

  /** Asks the database each time: a permission that was withdrawn counts no longer. */
  async show(typed: string): Promise<ClientPlanAnswer> {
    const username = usernameOf.safeParse(folded(typed));
    const shared = username.success ? await this.plans.findShared(username.data) : undefined;
    if (shared === undefined) throw planNotShared();
    const { retirementAge, monthlyWishMinor, opened } = shownPlan({ plan: shared.plan, isShared: true });
    return { username: shared.username, retirementAge, monthlyWishMinor, opened };
  }
}

// As the bank folds them: what is no plain letter stays what it is.
function folded(typed: string): string {
  return typed.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
