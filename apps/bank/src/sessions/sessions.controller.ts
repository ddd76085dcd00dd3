import { Controller, Delete, Get, HttpCode, Inject, Param, Res } from '@nestjs/common';
import { Caller, clearedSessionCookies, refreshCookie, Sensitive } from '@latchkey/auth';
import { sessionsAnswer, type AccessTokenClaims, type SessionsAnswer } from '@latchkey/auth/contract';
import { Answers, CONFIG } from '@latchkey/service';
import type { FastifyReply } from 'fastify';
import type { BankConfig } from '../bank.config.js';
import type { Client } from './client.contract.js';
import { FromClient } from './client.decorator.js';
import { LivingSessionsService } from './living-sessions.service.js';

@Controller('api/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: LivingSessionsService,
    @Inject(CONFIG) private readonly config: BankConfig,
  ) {}

  @Get()
  @Answers(sessionsAnswer)
  list(@Caller() caller: AccessTokenClaims): Promise<SessionsAnswer> {
    return this.sessions.list(caller);
  }

  @Sensitive()
  @Delete(':id')
  @HttpCode(204)
  async end(
    @Param('id') id: string,
    @Caller() caller: AccessTokenClaims,
    @FromClient() client: Client,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if ((await this.sessions.endOne(id, caller, client)) === 'other') return;
    void reply.header('set-cookie', [...clearedSessionCookies(this.config), refreshCookie('', 0)]);
  }
}
