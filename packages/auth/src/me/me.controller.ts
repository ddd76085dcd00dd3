import { Controller, Get } from '@nestjs/common';
import { meAnswer, rolesOf, type AccessTokenClaims, type MeAnswer } from '@latchkey/verifier/contract';
import { Operation, Returns } from '@latchkey/service';
import { Caller } from '../guard/caller.decorator.js';

/** `GET /api/me`, the same at every service. */
@Controller('api/me')
export class MeController {
  @Operation({
    topic: 'Login',
    summary: 'Tell who is logged in',
    description: 'Answered from the access token alone: no database, no other service.',
  })
  @Get()
  @Returns(meAnswer)
  me(@Caller() caller: AccessTokenClaims): MeAnswer {
    const { sub, preferred_username: username, sid, auth_time, iat, exp } = caller;
    return { sub, username, roles: [...rolesOf(caller)], sid, auth_time, iat, exp };
  }
}
