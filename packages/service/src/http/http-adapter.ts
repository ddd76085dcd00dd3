import type { Server } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Responds to requests that reach no handler of Nest's. */
export interface HttpFallbacks {
  unrouted(request: FastifyRequest, reply: FastifyReply): void;
  failed(error: Error, request: FastifyRequest, reply: FastifyReply): void;
}

/** Nest's adapter without responses of its own to unknown routes and to errors before a handler. */
export class HttpAdapter extends FastifyAdapter {
  constructor(
    options: FastifyHttpOptions<Server> & { readonly skipMiddie: boolean },
    private readonly fallbacks: HttpFallbacks,
  ) {
    super(options as FastifyHttpOptions<Server>);
  }

  override setNotFoundHandler(): FastifyInstance {
    const fastify = this.getInstance<FastifyInstance>();
    return fastify.setNotFoundHandler((request, reply) => this.fallbacks.unrouted(request, reply));
  }

  override setErrorHandler(): FastifyInstance {
    const fastify = this.getInstance<FastifyInstance>();
    return fastify.setErrorHandler<Error>((error, request, reply) => this.fallbacks.failed(error, request, reply));
  }
}
