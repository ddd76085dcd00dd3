import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { clientAddress, requestId } from '@latchkey/service';
import type { FastifyRequest } from 'fastify';
import type { Client } from './client.contract.js';

/** Parameter decorator: who asked. */
export const FromClient = createParamDecorator((_: unknown, context: ExecutionContext): Client => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return {
    address: clientAddress(request),
    userAgent: request.headers['user-agent'] ?? '',
    requestId: requestId(request),
  };
});
