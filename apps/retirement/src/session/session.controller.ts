import { Controller, Get, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { AllowExpired, Caller, clearedSessionCookies, type AuthConfig } from '@latchkey/auth';
import { meAnswer, type AccessTokenClaims, type MeAnswer } from '@latchkey/auth/contract';
import { Answers, CONFIG } from '@latchkey/service';

/** What this service knows of the session: what the token says, no more. */
@Controller('api')
export class SessionController {
  constructor(@Inject(CONFIG) private readonly config: AuthConfig) {}

  @Get('me')
  @Answers(meAnswer)
  me(@Caller() caller: AccessTokenClaims): MeAnswer {
    const { sub, preferred_username: username, sid, auth_time, iat, exp } = caller;
    return { sub, username, sid, auth_time, iat, exp };
  }

  @Post('logout')
  @HttpCode(204)
  @AllowExpired()
  logout(@Res({ passthrough: true }) reply: { header(name: string, value: string[]): unknown }): void {
    reply.header('set-cookie', clearedSessionCookies(this.config));
  }
}
