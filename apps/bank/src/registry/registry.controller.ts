import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '@latchkey/auth';
import { servicesAnswer, type ServicesAnswer } from '@latchkey/verifier/contract';
import { Returns, Operation } from '@latchkey/service';
import { RegistryService } from './registry.service.js';

@Controller('.well-known/latchkey/services')
export class RegistryController {
  constructor(private readonly registry: RegistryService) {}

  @Operation({
    topic: 'Discovery',
    summary: 'List the services of the deployment',
    description: 'What an app switcher shows. May be kept for a minute.',
  })
  @Public()
  @Get()
  @Header('cache-control', 'public, max-age=60')
  @Returns(servicesAnswer)
  list(): ServicesAnswer {
    return { services: [...this.registry.services] };
  }
}
