import { Controller, Get, Header } from '@nestjs/common';
import { KeyRing } from '@latchkey/verifier';
import { Public } from '@latchkey/auth';
import { Returns, Operation } from '@latchkey/service';
import { jwksAnswer, type JwksAnswer } from './jwks.contract.js';

@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(private readonly ring: KeyRing) {}

  @Operation({
    topic: 'Discovery',
    summary: 'Read the public keys',
    description:
      'A JWK Set (RFC 7517) for consumers outside the deployment: the public half of every EC key, an empty set while the deployment signs with HS256. May be kept for a minute.',
  })
  @Public()
  @Get()
  @Header('cache-control', 'public, max-age=60')
  @Returns(jwksAnswer)
  keys(): JwksAnswer {
    return this.ring.publicJwks();
  }
}
