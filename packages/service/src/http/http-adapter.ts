import type { Server } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What the door does with requests that reach no handler of Nest's. */
export interface HttpAnswers {
  unrouted(request: FastifyRequest, reply: FastifyReply): void;
  failed(error: Error, request: FastifyRequest, reply: FastifyReply): void;
}

/** Nest's adapter without its own answers: unknown routes and errors before a handler go to the door. */
export class HttpAdapter extends FastifyAdapter {
  constructor(
    options: FastifyHttpOptions<Server> & { readonly skipMiddie: boolean },
    private readonly answers: HttpAnswers,
  ) {
    super(options as FastifyHttpOptions<Server>);
  }

  override setNotFoundHandler(): FastifyInstance {
    const fastify = this.getInstance<FastifyInstance>();
    return fastify.setNotFoundHandler((request, reply) => this.answers.unrouted(request, reply));
  }

  override setErrorHandler(): FastifyInstance {
    const fastify = this.getInstance<FastifyInstance>();
    return fastify.setErrorHandler<Error>((error, request, reply) => this.answers.failed(error, request, reply));
  }
}
