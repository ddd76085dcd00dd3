import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemAnswer } from './problem-response.js';

/** Hands every failure of a route to {@link ProblemAnswer}. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly answer: ProblemAnswer) {}

  catch(failure: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer.send(failure, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
