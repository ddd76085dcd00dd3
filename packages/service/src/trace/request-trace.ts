import type { FastifyInstance, FastifyRequest } from 'fastify';
import { traceOf, type Trace } from '@latchkey/verifier/outbound';

type Traced = FastifyRequest & { trace?: Trace };

/** Keeps room for the trace of a request, so that all requests stay of one shape. */
export function keepTraces(fastify: FastifyInstance): void {
  fastify.decorateRequest('trace');
}

/**
 * The trace that a request belongs to (W3C `traceparent`), or a new one: to be passed on with the requests that it causes, and
 * logged. Nothing may be decided by it: a client can send whatever it likes.
 */
export function requestTrace(request: FastifyRequest): Trace {
  return ((request as Traced).trace ??= traceOf(request.raw.headers));
}
