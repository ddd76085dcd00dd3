import { AsyncLocalStorage } from 'node:async_hooks';
import { tracingChannel, type TracingChannel } from 'node:diagnostics_channel';
import type { FastifyReply, FastifyRequest, onRequestHookHandler, preValidationHookHandler } from 'fastify';
import type { Trace } from '@latchkey/verifier/outbound';
import { loggedErrorOf } from '../problem/problem-response.js';
import { requestTrace } from '../trace/request-trace.js';

/** What is published of a request on `tracing:latchkey:request:start` and `:asyncEnd`. */
export interface TracedRequest {
  readonly trace: Trace;
  /** As in `X-Request-Id`. */
  readonly id: string;
  readonly method: string;
  /** The pattern of its address; undefined where no route takes it. */
  readonly route: string | undefined;
  /** At the end: undefined if the client left before there was one. */
  status?: number | undefined;
  /** At the end: the error that it ended with. */
  code?: string | undefined;
}

const channel: TracingChannel = tracingChannel('latchkey:request');
const resumeOf = new WeakMap<FastifyRequest, (next: () => void) => void>();

/** Hooks of a route that tell of its requests; none if nobody listens when the route is made, so that they cost nothing then. */
export interface TracingHooks {
  readonly onRequest: readonly onRequestHookHandler[];
  readonly preValidation: readonly preValidationHookHandler[];
}

/** The hooks of one route. */
export function tracingHooks(route: string): TracingHooks {
  if (!channel.start.hasSubscribers) return { onRequest: [], preValidation: [] };
  return {
    onRequest: [(request, reply, done) => traceRequest(request, reply, route, done)],
    // A body comes by events of the connection, which know nothing of the request.
    preValidation: [(request, _reply, done) => resumeOf.get(request)!(done)],
  };
}

/** Tells of a request whose route is known, or that there is none; what it causes runs within `next`. */
export function traceRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  route: string | undefined,
  next: () => void = () => {},
): void {
  if (!channel.start.hasSubscribers) return next();
  const told: TracedRequest = { trace: requestTrace(request), id: request.id, method: request.method, route };
  reply.raw.once('close', () => {
    told.status = reply.raw.headersSent ? reply.raw.statusCode : undefined;
    told.code = loggedErrorOf(request)?.code;
    channel.asyncEnd.publish(told);
  });
  channel.start.runStores(told, () => {
    resumeOf.set(request, AsyncLocalStorage.snapshot());
    next();
  });
}
