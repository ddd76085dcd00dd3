import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { VerifiedRequest } from '@latchkey/verifier';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who the verified token speaks for, the token, and how it travelled; set by the guard alone, null on public routes. */
    verified: VerifiedRequest | null;
  }
}

/** The caller's claims, frozen. On a public route there is no caller: asking for one is a mistake of the code. */
export const Caller = createParamDecorator(
  (_: unknown, context: ExecutionContext): AccessTokenClaims =>
    verifiedCaller(context.switchToHttp().getRequest<FastifyRequest>()).claims,
);

/** What the guard found out about a request. */
export function verifiedCaller({ verified }: FastifyRequest): VerifiedRequest {
  if (!verified) throw new Error('a public route has no caller');
  return verified;
}
