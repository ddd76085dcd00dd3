import { Controller, HttpCode, Post } from '@nestjs/common';
import { Caller, Sensitive } from '@latchkey/auth';
import type { AccessTokenClaims } from '@latchkey/auth/contract';
import { JsonBody } from '@latchkey/service';
import type { Client } from '../sessions/client.contract.js';
import { FromClient } from '../sessions/client.decorator.js';
import { passwordChangeBody, type PasswordChangeBody } from './password-change.contract.js';
import { PasswordChangeService } from './password-change.service.js';

@Controller('api/password')
export class PasswordChangeController {
  constructor(private readonly passwords: PasswordChangeService) {}

  @Sensitive()
  @Post()
  @HttpCode(204)
  change(
    @JsonBody(passwordChangeBody) body: PasswordChangeBody,
    @Caller() caller: AccessTokenClaims,
    @FromClient() client: Client,
  ): Promise<void> {
    return this.passwords.change(body, caller, client);
  }
}
