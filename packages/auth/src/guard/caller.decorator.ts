import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who the verified token speaks for; set by the guard alone, null on public routes. */
    caller: AccessTokenClaims | null;
  }
}

/** The caller's claims, frozen. On a public route there is no caller: asking for one is a mistake of the code. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): AccessTokenClaims => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('a public route has no caller');
  return caller;
});
