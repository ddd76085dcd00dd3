import { Controller, Get } from '@nestjs/common';
import { Public } from '@latchkey/auth';
import { servicesAnswer, type ServicesAnswer } from '@latchkey/auth/contract';
import { Answers } from '@latchkey/service';
import { ServicesService } from './services.service.js';

@Controller('api/services')
export class ServicesController {
  constructor(private readonly services: ServicesService) {}

  @Get()
  @Public()
  @Answers(servicesAnswer)
  list(): ServicesAnswer {
    return { services: this.services.list() };
  }
}
