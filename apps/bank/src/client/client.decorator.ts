import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { cookiesNamed } from '@latchkey/verifier';
import { clientAddress, requestId } from '@latchkey/service';
import type { FastifyRequest } from 'fastify';
import { DEVICE_COOKIE, type Client, type LoginClient } from './client.contract.js';

/** Parameter decorator: who asked. */
export const FromClient = createParamDecorator((_: unknown, context: ExecutionContext): Client =>
  clientOf(requestIn(context)),
);

/** Parameter decorator: who tries a password. */
export const FromLoginClient = createParamDecorator((_: unknown, context: ExecutionContext): LoginClient => {
  const request = requestIn(context);
  return { ...clientOf(request), device: cookiesNamed(DEVICE_COOKIE, request.headers.cookie ?? '')[0] };
});

function requestIn(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

function clientOf(request: FastifyRequest): Client {
  return {
    address: clientAddress(request),
    userAgent: request.headers['user-agent'] ?? '',
    requestId: requestId(request),
  };
}
