import { Controller, Post } from '@nestjs/common';
import { Public } from '@latchkey/auth';
import { JsonBody, Operation, Returns } from '@latchkey/service';
import type { Client } from '../client/client.contract.js';
import {
  hashingOverloaded,
  passwordIsServiceName,
  passwordIsUsername,
  passwordPredictable,
  passwordTooCommon,
} from '../passwords/passwords.errors.js';
import { FromClient } from '../client/client.decorator.js';
import { tooManyRegistrations } from '../throttle/throttle.errors.js';
import { registerAnswer, registerBody, type RegisterAnswer, type RegisterBody } from './register.contract.js';
import { usernameTaken } from './account.errors.js';
import { RegisterService } from './register.service.js';

@Controller('api/register')
export class RegisterController {
  constructor(private readonly accounts: RegisterService) {}

  @Operation({
    topic: 'Login',
    summary: 'Open an account',
    description: 'A login is a call of its own.',
    success: 'The account is open.',
    errors: () => [
      passwordTooCommon(),
      passwordPredictable(),
      passwordIsUsername(),
      passwordIsServiceName(),
      usernameTaken(),
      tooManyRegistrations(60),
      hashingOverloaded(),
    ],
  })
  @Public()
  @Post()
  @Returns(registerAnswer, 201)
  register(@JsonBody(registerBody) body: RegisterBody, @FromClient() client: Client): Promise<RegisterAnswer> {
    return this.accounts.register(body, client);
  }
}
