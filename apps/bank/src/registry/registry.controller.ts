import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '@latchkey/auth';
import { servicesAnswer, type ServicesAnswer } from '@latchkey/auth/contract';
import { Answers } from '@latchkey/service';
import { RegistryService } from './registry.service.js';

@Controller('.well-known/latchkey/services')
export class RegistryController {
  constructor(private readonly registry: RegistryService) {}

  @Public()
  @Get()
  @Header('cache-control', 'public, max-age=60')
  @Answers(servicesAnswer)
  list(): ServicesAnswer {
    return { services: [...this.registry.services] };
  }
}
