import { Controller, Get } from '@nestjs/common';
import { Caller } from '@latchkey/auth';
import { meAnswer, type MeAnswer } from '@latchkey/verifier/contract';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { Returns, Operation } from '@latchkey/service';

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
    return { sub, username, sid, auth_time, iat, exp };
  }
}
