import { Controller, HttpCode, Inject, Options, Post, Req, Res } from '@nestjs/common';
import {
  accessCookie,
  clearedBankCookies,
  isFromOwnPage,
  Public,
  refreshCookie,
  requireHouseOrigin,
} from '@latchkey/auth';
import { loginAnswer, refreshBody, type LoginAnswer, type RefreshBody } from '@latchkey/auth/contract';
import { Answers, CONFIG, JsonBody } from '@latchkey/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BankConfig } from '../bank.config.js';
import type { Client } from '../sessions/client.contract.js';
import { FromClient } from '../sessions/client.decorator.js';
import { FromCookies, type CarriedCookies } from './carried-cookies.decorator.js';
import { refreshInvalid, refreshTokenMissing, sessionOver } from './refresh.errors.js';
import { RefreshService, type Over } from './refresh.service.js';

// A browser sends no body at all.
const body = refreshBody.prefault({});

@Controller('api/refresh')
export class RefreshController {
  constructor(
    private readonly refreshes: RefreshService,
    @Inject(CONFIG) private readonly config: BankConfig,
  ) {}

  /** Public for the guard: the refresh token is the proof, and an access token is not asked for. */
  @Public()
  @Post()
  @Answers(loginAnswer)
  refresh(
    @JsonBody(body) { refresh_token: text }: RefreshBody,
    @FromClient() client: Client,
    @FromCookies() cookies: CarriedCookies,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginAnswer> {
    return text === undefined ? this.#byCookie(cookies, client, request, reply) : this.#byBody(text, client);
  }

  /** The question that a browser asks before a page of another service may refresh. */
  @Public()
  @Options()
  @HttpCode(204)
  preflight(): void {}

  async #byBody(text: string, client: Client): Promise<LoginAnswer> {
    const outcome = await this.refreshes.refresh(text, client);
    if ('over' in outcome) throw sessionOver(outcome.over);
    const { accessToken, expiresIn, refreshToken } = outcome;
    return { access_token: accessToken, token_type: 'Bearer', expires_in: expiresIn, refresh_token: refreshToken };
  }

  async #byCookie(
    { refresh, out }: CarriedCookies,
    client: Client,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<LoginAnswer> {
    const [text, ...others] = refresh;
    if (text === undefined) throw refreshTokenMissing();
    requireHouseOrigin(request);
    if (others.length > 0) throw refreshInvalid('cookies_ambiguous');
    const outcome = await this.refreshes.refresh(text, client, out);
    if ('over' in outcome) {
      if (mayClear(outcome, request)) void reply.header('set-cookie', clearedBankCookies(this.config));
      throw sessionOver(outcome.over);
    }
    const { accessToken, expiresIn, refreshToken, sessionSeconds } = outcome;
    void reply.header('set-cookie', [
      accessCookie(this.config, accessToken, sessionSeconds),
      refreshCookie(refreshToken, sessionSeconds),
    ]);
    return { token_type: 'Cookie', expires_in: expiresIn };
  }
}

// The reason is shown by the bank's login page, which asks with the same cookie: a page of another service leaves it there.
function mayClear({ isProven, isLoggedOut }: Over, request: FastifyRequest): boolean {
  return isProven && (isLoggedOut || isFromOwnPage(request));
}
