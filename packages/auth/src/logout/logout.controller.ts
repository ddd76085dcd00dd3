import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { CONFIG, Operation, requestTrace } from '@latchkey/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthConfig } from '../config/auth.config.js';
import { AllowExpired, AllowRevoked } from '../guard/access.decorator.js';
import { verifiedCaller } from '../guard/caller.decorator.js';
import { CLEAR_SITE_DATA, clearedSessionCookies, LogoutQueue, outCookie, secondsLeft } from '@latchkey/verifier';

const CLEARS = {
  'Set-Cookie': 'Clears access token and hint, and names the session that the bank must not renew.',
  'Clear-Site-Data': 'Has the browser forget the pages that it keeps to go back to.',
};

/** Logout at a service that only verifies. */
@Controller('api/logout')
export class LogoutController {
  constructor(
    private readonly queue: LogoutQueue,
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
  logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    return this.#end(request, reply, false);
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
  logoutEverywhere(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    return this.#end(request, reply, true);
  }

  async #end(request: FastifyRequest, reply: FastifyReply, everywhere: boolean): Promise<void> {
    const { claims, text } = verifiedCaller(request);
    await this.queue.end(claims, text, { everywhere, cause: requestTrace(request) });
    const left = secondsLeft(claims, this.config.SESSION_ABSOLUTE, Date.now());
    void reply.header('clear-site-data', CLEAR_SITE_DATA);
    void reply.header('set-cookie', [...clearedSessionCookies(this.config), outCookie(this.config, claims.sid, left)]);
  }
}
