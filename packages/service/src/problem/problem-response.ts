import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger as Pino } from 'pino';
import type { Metrics } from '../metrics/metrics.js';
import type { AppError } from './app-error.js';
import { PROBLEM_TYPE, problemBody } from './problem.js';
import { toAppError } from './to-app-error.js';

/** The refusal of a request, for its log line. */
export interface Refusal {
  readonly code: string;
  readonly reason: string;
}

const refusals = new WeakMap<object, Refusal>();

/** Why a request was refused, if it was. */
export function refusalOf(request: FastifyRequest): Refusal | undefined {
  return refusals.get(request);
}

/** The one place where a failure becomes an answer. */
export class ProblemAnswer {
  constructor(
    private readonly realm: string,
    private readonly log: Pino,
    private readonly metrics: Metrics,
    private readonly addressOf: (request: FastifyRequest) => string,
  ) {}

  send(failure: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const error = toAppError(failure);
    this.note(error, request);
    if (reply.sent || reply.raw.headersSent) return void reply.raw.destroy();
    if (error.headers !== undefined) reply.headers(error.headers);
    if (error.status === 401) reply.header('www-authenticate', this.#challenge(error));
    // Text, so that no route's serializer touches it.
    reply
      .code(error.status)
      .header('content-type', PROBLEM_TYPE)
      .serializer((body: string) => body)
      .send(JSON.stringify(problemBody(error, request.id)));
  }

  note(error: AppError, request: FastifyRequest): void {
    refusals.set(request, { code: error.code, reason: error.reason });
    this.metrics.refused(error.reason);
    if (error.logLevel === 'silent') return;
    this.log[error.logLevel](
      {
        req: request.id,
        address: this.addressOf(request),
        code: error.code,
        reason: error.reason,
        err: error.cause ?? error,
      },
      error.code,
    );
  }

  #challenge({ challenge }: AppError): string {
    return `Bearer realm="${this.realm}"${challenge === undefined ? '' : `, error="${challenge}"`}`;
  }
}
