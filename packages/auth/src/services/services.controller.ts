import { Controller, Get } from '@nestjs/common';
import { servicesAnswer, type ServicesAnswer } from '@latchkey/verifier/contract';
import { Operation, Public, Returns } from '@latchkey/service';
import { ServiceList } from '@latchkey/verifier';

@Controller('api/services')
export class ServicesController {
  constructor(private readonly list: ServiceList) {}

  @Operation({
    topic: 'Discovery',
    summary: 'List the services of the deployment',
    description: "The bank's list as this service knows it, also while the bank is dead.",
  })
  @Get()
  @Public()
  @Returns(servicesAnswer)
  services(): ServicesAnswer {
    return { services: [...this.list.services] };
  }
}
