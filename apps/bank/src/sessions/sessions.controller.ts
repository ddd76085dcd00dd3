import { Controller, Delete, Get, HttpCode, Inject, Param, Query, Res } from '@nestjs/common';
import { Caller, Sensitive } from '@latchkey/auth';
import { clearedSessionCookies, refreshCookie } from '@latchkey/verifier';
import {
  issuedId,
  sessionCursor,
  sessionsAnswer,
  type AccessTokenClaims,
  type SessionsAnswer,
} from '@latchkey/verifier/contract';
import { Returns, CONFIG, Operation } from '@latchkey/service';
import type { FastifyReply } from 'fastify';
import type { BankConfig } from '../bank.config.js';
import type { Client } from '../client/client.contract.js';
import { FromClient } from '../client/client.decorator.js';
import { ActiveSessionsService } from './active-sessions.service.js';
import { noSuchPlace, sessionNotFound } from './sessions.errors.js';

@Controller('api/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: ActiveSessionsService,
    @Inject(CONFIG) private readonly config: BankConfig,
  ) {}

  @Operation({
    topic: 'Account',
    summary: 'List sessions and devices',
    description: 'The active sessions of the caller: the one that asks, then the others, the most recently used first.',
    parameters: { after: sessionCursor },
    errors: () => [noSuchPlace()],
  })
  @Get()
  @Returns(sessionsAnswer)
  list(@Caller() caller: AccessTokenClaims, @Query('after') after: unknown): Promise<SessionsAnswer> {
    return this.sessions.list(caller, after);
  }

  @Operation({
    topic: 'Account',
    summary: 'End one session',
    description: 'Logs another device out. With the id of the own session it is a logout, and clears the cookies.',
    parameters: { id: issuedId.describe('Id of an active session of the caller.') },
    success: 'The session is over.',
    headers: { 'Set-Cookie': 'For the own session: clears its cookies.' },
    errors: () => [sessionNotFound()],
  })
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
