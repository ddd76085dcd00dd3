import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger as Pino } from 'pino';
import { requestTrace } from '../trace/request-trace.js';
import type { Metrics } from '../metrics/metrics.js';
import type { AppError } from './app-error.js';
import { PROBLEM_TYPE, problemBody } from './problem.js';
import { toAppError } from './to-app-error.js';

/** The error that a request ended with, for its log line. */
export interface LoggedError {
  readonly code: string;
  readonly reason: string;
}

const errors = new WeakMap<object, LoggedError>();

/** The error that a request ended with, if it did. */
export function loggedErrorOf(request: FastifyRequest): LoggedError | undefined {
  return errors.get(request);
}

/** The one place where an error becomes a response. */
export class ProblemResponder {
  constructor(
    private readonly realm: string,
    private readonly log: Pino,
    private readonly metrics: Metrics,
    private readonly addressOf: (request: FastifyRequest) => string,
  ) {}

  /** Responds with the problem of whatever was thrown, and notes it. */
  send(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const error = toAppError(thrown);
    this.note(error, request);
    if (reply.sent || reply.raw.headersSent) return void reply.raw.destroy();
    if (error.headers !== undefined) reply.headers(error.headers);
    if (error.status === 401 || error.challenge !== undefined) reply.header('www-authenticate', this.#challenge(error));
    // Text, so that no route's serializer touches it.
    reply
      .code(error.status)
      .header('content-type', PROBLEM_TYPE)
      .serializer((body: string) => body)
      .send(JSON.stringify(problemBody(error, request.id)));
  }

  /** Counts an error, keeps it for the request line, and logs it if its level asks for that. */
  note(error: AppError, request: FastifyRequest): void {
    errors.set(request, { code: error.code, reason: error.reason });
    this.metrics.refused(error.reason);
    if (error.logLevel === 'silent') return;
    const { id: trace, span } = requestTrace(request);
    this.log[error.logLevel](
      {
        req: request.id,
        trace,
        span,
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
