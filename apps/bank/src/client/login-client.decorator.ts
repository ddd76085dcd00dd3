import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { cookiesNamed } from '@latchkey/auth';
import { clientAddress, requestId } from '@latchkey/service';
import type { FastifyRequest } from 'fastify';
import { DEVICE_COOKIE, type LoginClient } from './login-client.contract.js';

/** Parameter decorator: who tries a password. */
export const FromLoginClient = createParamDecorator((_: unknown, context: ExecutionContext): LoginClient => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return {
    address: clientAddress(request),
    userAgent: request.headers['user-agent'] ?? '',
    requestId: requestId(request),
    device: cookiesNamed(DEVICE_COOKIE, request.headers.cookie ?? '')[0],
  };
});
