import { Controller, Get, Header } from '@nestjs/common';
import { KeyRing, Public } from '@latchkey/auth';
import { Answers } from '@latchkey/service';
import { jwksAnswer, type JwksAnswer } from './jwks.contract.js';

@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(private readonly ring: KeyRing) {}

  @Public()
  @Get()
  @Header('cache-control', 'public, max-age=60')
  @Answers(jwksAnswer)
  keys(): JwksAnswer {
    return this.ring.publicJwks();
  }
}
