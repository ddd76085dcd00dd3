import { Controller, Get, Param } from '@nestjs/common';
import { Roles } from '@latchkey/auth';
import { Operation, Returns } from '@latchkey/service';
import { clientName, clientPlanAnswer, type ClientPlanAnswer } from './client-plan.contract.js';
import { planNotShared } from './client-plan.errors.js';
import { ClientPlanService } from './client-plan.service.js';

@Controller('api/clients')
export class ClientPlanController {
  constructor(private readonly clients: ClientPlanService) {}

  @Operation({
    topic: 'Clients',
    summary: 'Read the plan of a client',
    description: 'Of somebody who lets advisers read it, for as long as they do. To be read, never changed.',
    parameters: { username: clientName },
    errors: () => [planNotShared()],
  })
  @Roles('adviser')
  @Get(':username/plan')
  @Returns(clientPlanAnswer)
  show(@Param('username') username: string): Promise<ClientPlanAnswer> {
    return this.clients.show(username);
  }
}
