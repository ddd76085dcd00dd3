import { Controller, Get } from '@nestjs/common';
import { Caller } from '@latchkey/auth';
import { meAnswer, type AccessTokenClaims, type MeAnswer } from '@latchkey/verifier/contract';
import { Returns, Operation } from '@latchkey/service';

/** What this service knows of the session: what the token says, no more. */
@Controller('api')
export class SessionController {
  @Operation({
    topic: 'Login',
    summary: 'Tell who is logged in',
    description: 'Answered from the access token alone: no database, no other service.',
  })
  @Get('me')
  @Returns(meAnswer)
  me(@Caller() caller: AccessTokenClaims): MeAnswer {
    const { sub, preferred_username: username, sid, auth_time, iat, exp } = caller;
    return { sub, username, sid, auth_time, iat, exp };
  }
}
