import { Controller, HttpCode, Inject, Options, Post, Res } from '@nestjs/common';
import { AllowExpired, AllowSameSite, Caller, clearedSessionCookies, Public } from '@latchkey/auth';
import type { AccessTokenClaims } from '@latchkey/auth/contract';
import { CONFIG } from '@latchkey/service';
import type { FastifyReply } from 'fastify';
import type { BankConfig } from '../bank.config.js';
import { SessionsService } from '../sessions/sessions.service.js';

@Controller('api/logout')
export class LogoutController {
  constructor(
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: BankConfig,
  ) {}

  @AllowExpired()
  @AllowSameSite()
  @Post()
  @HttpCode(204)
  async logout(
    @Caller() { sid, sub }: AccessTokenClaims,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.end(sid, sub, 'logout');
    void reply.header('set-cookie', clearedSessionCookies(this.config));
  }

  /** The question that a browser asks before a page of another service may log out; LogoutCorsService writes the answer. */
  @Public()
  @Options()
  @HttpCode(204)
  preflight(): void {}
}
