import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import {
  accessCookie,
  cookiesNamed,
  hintCookie,
  OUT_COOKIE,
  outCookie,
  REFRESH_COOKIE,
  refreshCookie,
} from '@latchkey/verifier';
import { csrfRefused, Public, requireOwnOrigin } from '@latchkey/auth';
import { loginAnswer, type LoginAnswer } from '@latchkey/verifier/contract';
import { Returns, CONFIG, JsonBody, Operation } from '@latchkey/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BankConfig } from '../bank.config.js';
import { hashingOverloaded } from '../passwords/passwords.errors.js';
import type { LoginClient } from '../client/client.contract.js';
import { FromLoginClient } from '../client/client.decorator.js';
import { tooManyAttempts } from '../throttle/throttle.errors.js';
import { loginBody, type LoginBody } from './login.contract.js';
import { accountDisabled, invalidCredentials } from './login.errors.js';
import { LoginService } from './login.service.js';

@Controller('api/login')
export class LoginController {
  constructor(
    private readonly logins: LoginService,
    @Inject(CONFIG) private readonly config: BankConfig,
  ) {}

  @Operation({
    topic: 'Login',
    summary: 'Log in',
    description:
      'Opens a session. A program gets its tokens in the body. A page of the bank asks for `cookie` and gets them as cookies, out of reach of scripts; no other page may.\n\nAt most 20 sessions of a person are active: one more ends the one that was not used for longest. As `cookie` it takes the place of the session that the browser had.\n\nAn unknown username and a wrong password are answered alike, and after the same time.',
    success: 'The tokens, or cookies that hold them.',
    headers: {
      'Set-Cookie':
        'With `"transport": "cookie"`: access token, refresh token, hint, and the proof that this browser is known.',
    },
    errors: () => [
      invalidCredentials(),
      accountDisabled(),
      csrfRefused('csrf_cross_site'),
      tooManyAttempts({ seconds: 60, reason: '' }),
      hashingOverloaded(),
    ],
  })
  @Public()
  @Post()
  @Returns(loginAnswer)
  async login(
    @JsonBody(loginBody) body: LoginBody,
    @FromLoginClient() client: LoginClient,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginAnswer> {
    // Else a foreign page could log its visitor in as somebody else.
    if (body.transport === 'cookie') requireOwnOrigin(request);
    // A program keeps its tokens by itself: what it carries as a cookie is not what this login takes the place of.
    const carried = body.transport === 'cookie' ? cookiesNamed(REFRESH_COOKIE, request.headers.cookie ?? '') : [];
    const { accessToken, expiresIn, refreshToken, sessionSeconds, deviceCookie, isKept } = await this.logins.login(
      body,
      client,
      carried,
    );
    const kept = isKept ? { deletion_undone: true as const } : {};
    if (body.transport === 'token') {
      const tokens = { access_token: accessToken, refresh_token: refreshToken };
      return { ...tokens, token_type: 'Bearer', expires_in: expiresIn, ...kept };
    }
    const { config } = this;
    void reply.header('set-cookie', [
      accessCookie(config, accessToken, sessionSeconds),
      refreshCookie(refreshToken, sessionSeconds),
      hintCookie(config, sessionSeconds),
      // It names a session that this one has taken the place of.
      ...(request.headers.cookie?.includes(OUT_COOKIE) ? [outCookie(config, '', 0)] : []),
      deviceCookie,
    ]);
    return { token_type: 'Cookie', expires_in: expiresIn, ...kept };
  }
}
