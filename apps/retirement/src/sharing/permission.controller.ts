import { Controller, Put } from '@nestjs/common';
import { Caller, Sensitive } from '@latchkey/auth';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { JsonBody, Operation, Returns } from '@latchkey/service';
import { permissionAnswer, permissionBody, type PermissionAnswer, type PermissionBody } from './permission.contract.js';
import { PermissionService } from './permission.service.js';

@Controller('api/plan/permission')
export class PermissionController {
  constructor(private readonly permissions: PermissionService) {}

  @Operation({
    topic: 'Plan',
    summary: 'Let advisers read the plan, or not',
    description: 'Counts from the next request of an adviser on, either way. Advisers never change a plan.',
  })
  @Sensitive()
  @Put()
  @Returns(permissionAnswer)
  set(
    @Caller() caller: AccessTokenClaims,
    @JsonBody(permissionBody) { allowed }: PermissionBody,
  ): Promise<PermissionAnswer> {
    return this.permissions.set(caller, allowed);
  }
}
