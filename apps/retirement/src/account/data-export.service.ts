import { Injectable } from '@nestjs/common';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { PlanRepository } from '../plan/plan.repository.js';
import { PermissionRepository } from '../sharing/permission.repository.js';
import type { ExportAnswer } from './data-export.contract.js';

/** Gives people what this service holds of them. */
@Injectable()
export class DataExportService {
  constructor(
    private readonly plans: PlanRepository,
    private readonly permissions: PermissionRepository,
  ) {}

  async export({
    sub,
    preferred_username: username,
  }: Pick<AccessTokenClaims, 'sub' | 'preferred_username'>): Promise<ExportAnswer> {
    const plan = await this.plans.findDated(sub);
    const permission = await this.permissions.find(sub);
    return {
      service: 'retirement',
      exportedAt: new Date().toISOString(),
      sub,
      username,
      plan: plan && {
        ...plan,
        monthlyWishMinor: plan.monthlyWishMinor.toString(),
        openedAt: plan.openedAt.toISOString(),
      },
      permission: permission === undefined ? null : { ...permission, allowedAt: permission.allowedAt.toISOString() },
    };
  }
}
