import { Controller, Get, Put } from '@nestjs/common';
import { Caller, Sensitive } from '@latchkey/auth';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { Returns, JsonBody, Operation } from '@latchkey/service';
import { planAnswer, planBody, type PlanAnswer, type PlanBody } from './plan.contract.js';
import { planChanged } from './plan.errors.js';
import { PlanService } from './plan.service.js';

@Controller('api/plan')
export class PlanController {
  constructor(private readonly plans: PlanService) {}

  @Operation({
    topic: 'Plan',
    summary: 'Read the plan',
    description: 'Who has not saved one yet gets the figures to begin with.',
  })
  @Get()
  @Returns(planAnswer)
  show(@Caller() caller: AccessTokenClaims): Promise<PlanAnswer> {
    return this.plans.show(caller);
  }

  @Operation({
    topic: 'Plan',
    summary: 'Save the plan',
    description:
      'With the `version` of the plan that was changed, a plan that somebody has changed since is not written over.',
    success: 'The plan as it is kept.',
    errors: () => [planChanged()],
  })
  @Put()
  @Sensitive()
  @Returns(planAnswer)
  put(@Caller() caller: AccessTokenClaims, @JsonBody(planBody) body: PlanBody): Promise<PlanAnswer> {
    return this.plans.put(caller.sub, body);
  }
}
