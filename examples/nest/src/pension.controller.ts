import { Controller, Get, Put } from '@nestjs/common';
import { Caller, Roles, Sensitive } from '@latchkey/auth';
import { JsonBody, Returns } from '@latchkey/service';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import {
  clientsAnswer,
  pensionAnswer,
  pensionBody,
  type ClientsAnswer,
  type PensionAnswer,
  type PensionBody,
} from './pension.contract.js';
import { PensionService } from './pension.service.js';

@Controller('api/pension')
export class PensionController {
  constructor(private readonly pensions: PensionService) {}

  @Get()
  @Returns(pensionAnswer)
  read(@Caller() caller: AccessTokenClaims): PensionAnswer {
    return this.pensions.read(caller.sub);
  }

  @Put()
  @Sensitive()
  @Returns(pensionAnswer)
  write(@Caller() caller: AccessTokenClaims, @JsonBody(pensionBody) body: PensionBody): PensionAnswer {
    return this.pensions.write(caller.sub, body);
  }

  @Get('clients')
  @Roles('adviser')
  @Returns(clientsAnswer)
  list(): ClientsAnswer {
    return this.pensions.list();
  }
}
