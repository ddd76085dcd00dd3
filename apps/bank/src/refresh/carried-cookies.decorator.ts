import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { cookiesNamed, OUT_COOKIE, REFRESH_COOKIE } from '@latchkey/verifier';
import type { FastifyRequest } from 'fastify';

/** What a browser keeps for the bank; several values only if something planted a cookie of the same name. */
export interface CarriedCookies {
  readonly refresh: readonly string[];
  /** Sids of sessions that were ended at a service. */
  readonly out: readonly string[];
}

/** Parameter decorator: the cookies of a refresh, as they were sent. */
export const FromCookies = createParamDecorator((_: unknown, context: ExecutionContext): CarriedCookies => {
  const { cookie = '' } = context.switchToHttp().getRequest<FastifyRequest>().headers;
  return { refresh: cookiesNamed(REFRESH_COOKIE, cookie), out: cookiesNamed(OUT_COOKIE, cookie) };
});
