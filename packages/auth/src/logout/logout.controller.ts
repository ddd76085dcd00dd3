import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { CONFIG, Operation } from '@latchkey/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthConfig } from '../config/auth.config.js';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { AllowExpired, AllowRevoked } from '../guard/access.decorator.js';
import { Caller } from '../guard/caller.decorator.js';
import { TokenVerifier, CLEAR_SITE_DATA, clearedSessionCookies, outCookie } from '@latchkey/verifier';
import { secondsLeft } from './logout.rules.js';
import { callerToken } from './caller-token.js';
import { LogoutService } from './logout.service.js';

const CLEARS = {
  'Set-Cookie': 'Clears access token and hint, and names the session that the bank must not renew.',
  'Clear-Site-Data': 'Has the browser forget the pages that it keeps to go back to.',
};

/** Logout at a service that only verifies. */
@Controller('api/logout')
export class LogoutController {
  constructor(
    private readonly service: LogoutService,
    private readonly verifier: TokenVerifier,
    @Inject(CONFIG) private readonly config: AuthConfig,
  ) {}

  @Operation({
    topic: 'Login',
    summary: 'Log out',
    description:
      'Ends the session of the caller: here at once, at the other services as soon as the bank knows. It works while the bank is dead, which is told later.',
    success: 'The session is over.',
    headers: CLEARS,
  })
  @Post()
  @HttpCode(204)
  @AllowExpired()
  logout(
    @Caller() caller: AccessTokenClaims,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    return this.#end(caller, request, reply, false);
  }

  @Operation({
    topic: 'Login',
    summary: 'Log out everywhere',
    description:
      'Ends the session of the caller now, and all others of the person once the bank knows. Takes no expired token: that one may end its own session only.',
    success: 'The session is over; the others follow.',
    headers: CLEARS,
  })
  @Post('everywhere')
  @HttpCode(204)
  @AllowRevoked()
  logoutEverywhere(
    @Caller() caller: AccessTokenClaims,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    return this.#end(caller, request, reply, true);
  }

  async #end(
    caller: AccessTokenClaims,
    { raw }: FastifyRequest,
    reply: FastifyReply,
    everywhere: boolean,
  ): Promise<void> {
    await this.service.end(caller, () => callerToken(raw, caller, this.verifier), { everywhere });
    const left = secondsLeft(caller, this.config.SESSION_ABSOLUTE, Date.now());
    void reply.header('clear-site-data', CLEAR_SITE_DATA);
    void reply.header('set-cookie', [...clearedSessionCookies(this.config), outCookie(this.config, caller.sid, left)]);
  }
}
