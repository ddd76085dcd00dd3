import { Controller, Inject, Post, Res } from '@nestjs/common';
import { Caller, Sensitive } from '@latchkey/auth';
import { CLEAR_SITE_DATA, clearedSessionCookies, refreshCookie } from '@latchkey/verifier';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { CONFIG, JsonBody, Operation, Returns } from '@latchkey/service';
import type { FastifyReply } from 'fastify';
import type { BankConfig } from '../bank.config.js';
import type { LoginClient } from '../client/client.contract.js';
import { FromLoginClient } from '../client/client.decorator.js';
import { hashingOverloaded } from '../passwords/passwords.errors.js';
import { tooManyAttempts } from '../throttle/throttle.errors.js';
import { passwordWrong } from './account.errors.js';
import { deletionAnswer, deletionBody, type DeletionAnswer, type DeletionBody } from './deletion-request.contract.js';
import { DeletionRequestService } from './deletion-request.service.js';

@Controller('api/account/deletion')
export class DeletionRequestController {
  constructor(
    private readonly deletions: DeletionRequestService,
    @Inject(CONFIG) private readonly config: BankConfig,
  ) {}

  @Operation({
    topic: 'Account',
    summary: 'Delete the account',
    description:
      'Asks for the password, and ends all sessions of the person, this one too. After 7 days the account is gone, and every service removes what it holds of the person; a login before that undoes it.',
    success: 'The account is going to be deleted.',
    headers: {
      'Set-Cookie': 'Clears the cookies of the session.',
      'Clear-Site-Data': 'Has the browser forget the pages that it keeps to go back to.',
    },
    errors: () => [passwordWrong(), tooManyAttempts({ seconds: 60, reason: '' }), hashingOverloaded()],
  })
  @Sensitive()
  @Post()
  @Returns(deletionAnswer, 202)
  async request(
    @JsonBody(deletionBody) { password }: DeletionBody,
    @Caller() caller: AccessTokenClaims,
    @FromLoginClient() client: LoginClient,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeletionAnswer> {
    const deletesAt = await this.deletions.request(password, caller, client);
    void reply.header('clear-site-data', CLEAR_SITE_DATA);
    void reply.header('set-cookie', [...clearedSessionCookies(this.config), refreshCookie('', 0)]);
    return { deletesAt: deletesAt.toISOString() };
  }
}
