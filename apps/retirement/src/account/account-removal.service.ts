import { Injectable } from '@nestjs/common';
import type { AccountRemoval } from '@latchkey/auth';
import { Database } from '@latchkey/service';
import { PlanRepository } from '../plan/plan.repository.js';
import { PermissionRepository } from '../sharing/permission.repository.js';

/** Removes what this service holds of a person whose account the bank has deleted. */
@Injectable()
export class AccountRemovalService implements AccountRemoval {
  constructor(
    private readonly plans: PlanRepository,
    private readonly permissions: PermissionRepository,
    private readonly database: Database,
  ) {}

  /** All or nothing; nothing is left to do where it is done already. */
  async remove(sub: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.permissions.withdraw(sub);
      await this.plans.remove(sub);
    });
  }
}
