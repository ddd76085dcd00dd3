import { Controller, HttpCode, Post, Res } from '@nestjs/common';
import { Caller, Sensitive } from '@latchkey/auth';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { JsonBody, Operation } from '@latchkey/service';
import type { FastifyReply } from 'fastify';
import {
  hashingOverloaded,
  passwordIsServiceName,
  passwordIsUsername,
  passwordPredictable,
  passwordTooCommon,
  passwordUnchanged,
} from '../passwords/passwords.errors.js';
import type { LoginClient } from '../client/client.contract.js';
import { FromLoginClient } from '../client/client.decorator.js';
import { tooManyAttempts } from '../throttle/throttle.errors.js';
import { passwordChangeBody, type PasswordChangeBody } from './password-change.contract.js';
import { PasswordChangeService } from './password-change.service.js';
import { currentPasswordWrong } from './account.errors.js';

@Controller('api/password')
export class PasswordChangeController {
  constructor(private readonly passwords: PasswordChangeService) {}

  @Operation({
    topic: 'Account',
    summary: 'Change the password',
    description: 'Asks for the current one, and ends all other sessions of the person. The own session goes on.',
    success: 'The new password is in force.',
    headers: {
      'Set-Cookie': 'To a browser that is known: the proof of it, made new. No other browser is known any more.',
    },
    errors: () => [
      passwordTooCommon('/newPassword'),
      passwordPredictable('/newPassword'),
      passwordIsUsername('/newPassword'),
      passwordIsServiceName('/newPassword'),
      passwordUnchanged(),
      currentPasswordWrong(),
      tooManyAttempts({ seconds: 60, reason: '' }),
      hashingOverloaded(),
    ],
  })
  @Sensitive()
  @Post()
  @HttpCode(204)
  async change(
    @JsonBody(passwordChangeBody) body: PasswordChangeBody,
    @Caller() caller: AccessTokenClaims,
    @FromLoginClient() client: LoginClient,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const deviceCookie = await this.passwords.change(body, caller, client);
    // A program keeps no cookies.
    if (client.device !== undefined) void reply.header('set-cookie', [deviceCookie]);
  }
}
