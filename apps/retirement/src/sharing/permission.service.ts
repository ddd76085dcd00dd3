import { Injectable } from '@nestjs/common';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import type { PermissionAnswer } from './permission.contract.js';
import { PermissionRepository } from './permission.repository.js';

/** Keeps who lets advisers read their plan. */
@Injectable()
export class PermissionService {
  constructor(private readonly permissions: PermissionRepository) {}

  async set(
    { sub, preferred_username: username }: Pick<AccessTokenClaims, 'sub' | 'preferred_username'>,
    allowed: boolean,
  ): Promise<PermissionAnswer> {
    await (allowed ? this.permissions.allow(sub, username) : this.permissions.withdraw(sub));
    return { sharedWithAdvisers: allowed };
  }
}
