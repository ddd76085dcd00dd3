import { Controller, HttpCode, Post } from '@nestjs/common';
import { Caller, Sensitive } from '@latchkey/auth';
import type { AccessTokenClaims } from '@latchkey/auth/contract';
import { JsonBody, Operation } from '@latchkey/service';
import type { Client } from '../sessions/client.contract.js';
import { hashingOverloaded } from '../passwords/passwords.errors.js';
import { FromClient } from '../sessions/client.decorator.js';
import { tooManyGuesses } from '../throttle/throttle.errors.js';
import { passwordChangeBody, type PasswordChangeBody } from './password-change.contract.js';
import { PasswordChangeService } from './password-change.service.js';
import { currentPasswordWrong, passwordIsUsername, passwordTooCommon, passwordUnchanged } from './users.errors.js';

@Controller('api/password')
export class PasswordChangeController {
  constructor(private readonly passwords: PasswordChangeService) {}

  @Operation({
    topic: 'Account',
    summary: 'Change the password',
    description: 'Asks for the current one, and ends all other sessions of the person. The own session goes on.',
    success: 'The new password is in force.',
    refusals: () => [
      passwordTooCommon('/newPassword'),
      passwordIsUsername('/newPassword'),
      passwordUnchanged(),
      currentPasswordWrong(),
      tooManyGuesses(60, ''),
      hashingOverloaded(),
    ],
  })
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
