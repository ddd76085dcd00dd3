import { Controller, HttpCode, Inject, Options, Post, Res } from '@nestjs/common';
import { AllowExpired, AllowRevoked, AllowSameSite, Caller, Public } from '@latchkey/auth';
import { CLEAR_SITE_DATA, clearedSessionCookies, refreshCookie } from '@latchkey/verifier';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { CONFIG, Operation } from '@latchkey/service';
import type { FastifyReply } from 'fastify';
import type { BankConfig } from '../bank.config.js';
import type { Client } from '../client/client.contract.js';
import { FromClient } from '../client/client.decorator.js';
import { ActiveSessionsService } from './active-sessions.service.js';

const CLEARS = {
  'Set-Cookie': 'Clears the cookies of the session.',
  'Clear-Site-Data': 'Has the browser forget the pages that it keeps to go back to.',
};

@Controller('api/logout')
export class LogoutController {
  constructor(
    private readonly sessions: ActiveSessionsService,
    @Inject(CONFIG) private readonly config: BankConfig,
  ) {}

  @Operation({
    topic: 'Login',
    summary: 'Log out',
    description: 'Ends the session of the caller at every service within a second, and clears its cookies.',
    success: 'The session is over.',
    headers: CLEARS,
  })
  @AllowExpired()
  @AllowSameSite()
  @Post()
  @HttpCode(204)
  async logout(
    @Caller() caller: AccessTokenClaims,
    @FromClient() client: Client,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.logout(caller, client);
    this.clearCookies(reply);
  }

  @Operation({
    topic: 'Login',
    summary: 'Log out everywhere',
    description:
      'Ends all sessions of the person, on every device. Takes no expired token: that one may end its own session only.',
    success: 'All sessions are over.',
    headers: CLEARS,
  })
  @AllowRevoked()
  @AllowSameSite()
  @Post('everywhere')
  @HttpCode(204)
  async everywhere(
    @Caller() caller: AccessTokenClaims,
    @FromClient() client: Client,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.logoutEverywhere(caller, client);
    this.clearCookies(reply);
  }

  /** The question that a browser asks before a page of another service may log out; SiblingCors writes the headers. */
  @Operation({
    topic: 'Login',
    summary: 'Preflight of a logout',
    description:
      'A browser asks this by itself before a page of another service calls (CORS). Origins of the deployment get leave.',
    success: 'The headers tell who may call.',
    headers: { 'Access-Control-Allow-Origin': 'The origin that asks, if it is of the deployment.' },
  })
  @Public()
  @Options(['', 'everywhere'])
  @HttpCode(204)
  preflight(): void {}

  private clearCookies(reply: FastifyReply): void {
    void reply.header('clear-site-data', CLEAR_SITE_DATA);
    void reply.header('set-cookie', [...clearedSessionCookies(this.config), refreshCookie('', 0)]);
  }
}
