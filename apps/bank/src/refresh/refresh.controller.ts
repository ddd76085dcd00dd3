import { Controller, Get, HttpCode, Inject, Options, Post, Query, Req, Res } from '@nestjs/common';
import { accessCookie, clearedBankCookies, refreshCookie } from '@latchkey/verifier';
import { csrfRefused, isFromOwnPage, Public, requireDeploymentOrigin } from '@latchkey/auth';
import {
  currentAnswer,
  loginAnswer,
  refreshBody,
  type CurrentAnswer,
  type LoginAnswer,
  type RefreshBody,
} from '@latchkey/verifier/contract';
import { Returns, CONFIG, JsonBody, Operation } from '@latchkey/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BankConfig } from '../bank.config.js';
import type { Client } from '../client/client.contract.js';
import { FromClient } from '../client/client.decorator.js';
import { askedSid, leadsTo } from './refresh.contract.js';
import { FromCookies, type CarriedCookies } from './carried-cookies.decorator.js';
import { refreshInvalid, refreshTokenMissing, refreshUndecided, sessionOver } from './refresh.errors.js';
import { RefreshService, type Over } from './refresh.service.js';

// A browser sends no body at all.
const body = refreshBody.prefault({});

@Controller('api/refresh')
export class RefreshController {
  constructor(
    private readonly refreshes: RefreshService,
    @Inject(CONFIG) private readonly config: BankConfig,
  ) {}

  @Operation({
    topic: 'Login',
    summary: 'Renew the access token',
    description:
      'Takes the refresh token from the body, or, without one, from the cookie. It may be used once; its successor is answered the same way it came. The same request, sent again within 10 seconds, gets the same successor: a lost answer is no loss.\n\nA refresh token that was used before ends its session. The member `endReason` of the problem tells why a session is over.\n\nWith the cookie, pages of all services of the deployment may call it.',
    success: 'The tokens, or cookies that hold them.',
    headers: { 'Set-Cookie': 'Where the refresh token came as a cookie: access token, refresh token and hint.' },
    proof: 'refresh cookie',
    parameters: { leads_to: leadsTo },
    errors: () => [
      refreshTokenMissing(),
      refreshInvalid('malformed'),
      sessionOver('idle'),
      csrfRefused('csrf_cross_site'),
      refreshUndecided(),
    ],
  })
  /** Public for the guard: the refresh token is the proof, and an access token is not asked for. */
  @Public()
  @Post()
  @Returns(loginAnswer)
  refresh(
    @JsonBody(body) { refresh_token: text }: RefreshBody,
    @FromClient() client: Client,
    @FromCookies() cookies: CarriedCookies,
    @Query('leads_to') next: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginAnswer> {
    return text === undefined ? this.#byCookie(cookies, client, next, request, reply) : this.#byBody(text, client);
  }

  @Operation({
    topic: 'Login',
    summary: 'Tell whether a session is the one of this browser',
    description:
      'A page of a service asks once, when it is opened: an access cookie can be planted by any host below the cookie domain, the refresh cookie by none. Answered from the cookie alone, without the database. Pages of all services of the deployment may read the answer.',
    parameters: { sid: askedSid },
    proof: 'refresh cookie',
    errors: () => [],
  })
  @Public()
  @Get()
  @Returns(currentAnswer)
  isCurrent(@Query('sid') sid: unknown, @FromCookies() { refresh }: CarriedCookies): CurrentAnswer {
    return { current: refresh.length === 1 && this.refreshes.isOf(refresh[0]!, sid) };
  }

  @Operation({
    topic: 'Login',
    summary: 'Preflight of a renewal',
    description:
      'A browser asks this by itself before a page of another service calls (CORS). Origins of the deployment get leave.',
    success: 'The headers tell who may call.',
    headers: { 'Access-Control-Allow-Origin': 'The origin that asks, if it is of the deployment.' },
  })
  @Public()
  @Options()
  @HttpCode(204)
  preflight(): void {}

  async #byBody(text: string, client: Client): Promise<LoginAnswer> {
    const outcome = await this.refreshes.refresh(text, 'bearer', client);
    if ('over' in outcome) throw sessionOver(outcome.over);
    const { accessToken, expiresIn, refreshToken } = outcome;
    return { access_token: accessToken, token_type: 'Bearer', expires_in: expiresIn, refresh_token: refreshToken };
  }

  async #byCookie(
    { refresh, out }: CarriedCookies,
    client: Client,
    next: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<LoginAnswer> {
    const [text, ...others] = refresh;
    if (text === undefined) throw refreshTokenMissing();
    requireDeploymentOrigin(request);
    if (others.length > 0) throw refreshInvalid('cookies_ambiguous');
    const outcome = await this.refreshes.refresh(text, 'cookie', client, out);
    if ('over' in outcome) {
      if (mayClear(outcome, request, next)) void reply.header('set-cookie', clearedBankCookies(this.config));
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

// The reason is shown by the bank's login page, which asks with the same cookie: a page that leads there leaves it, and so does one
// of another service.
function mayClear({ isProven, isLoggedOut }: Over, request: FastifyRequest, next: unknown): boolean {
  return isProven && (isLoggedOut || (isFromOwnPage(request) && next !== 'login'));
}
