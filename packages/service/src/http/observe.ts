import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Log } from '../log/log.js';
import { requestLine } from '../log/request-line.js';
import type { RequestMetrics } from './request-metrics.js';
import type { AppError } from '../problem/app-error.js';
import { badRequest } from '../problem/http.errors.js';
import { loggedErrorOf } from '../problem/problem-response.js';
import { clientAddressOf } from './client-address.rules.js';
import { OneAtATime } from './one-at-a-time.js';
import { clientRequestId } from './request-id.js';
import { keepTraces, requestTrace } from '../trace/request-trace.js';
import { traceRequest, tracingHooks } from './traced-requests.js';
import type { HeaderSet } from '../site/security-headers.js';

/** Figures and log line of a request, by its route; among what a route keeps. */
const FINISH = Symbol('finish');

type Finish = (request: FastifyRequest, reply: FastifyReply) => void;

/** What the HTTP server does with every request besides responding. */
export interface Observer {
  readonly log: Log;
  readonly metrics: RequestMetrics;
  /** Looks for proxies that nobody told us of. */
  readonly warnOfForwarded: (request: FastifyRequest) => void;
  /** Has requests wait that were sent ahead. */
  readonly turns: OneAtATime;
  /** Own proxies in front. */
  readonly hops: number;
}

/**
 * Gives each route two hooks of its own: headers at the start; figures and one log line at the end. They are bound to the
 * route when it is made, so that nothing is looked up when it runs.
 */
export function observeRoutes(
  fastify: FastifyInstance,
  observer: Observer,
  headersOf: (url: string) => HeaderSet,
): void {
  keepTraces(fastify);
  fastify.addHook('onRoute', (route: RouteOptions) => {
    const tracing = tracingHooks(route.url);
    const finish = finisherOf(route.url, observer);
    const headers = headersOf(route.url);
    route.config = { ...route.config, [FINISH]: finish } as object;
    route.onRequest = [
      (request, reply, done) => {
        begin(request, reply, observer, headers);
        if (OneAtATime.mustWait(reply)) observer.turns.wait(request, reply, () => done(missingHost(request)));
        else done(missingHost(request));
      },
      ...tracing.onRequest,
      ...[route.onRequest ?? []].flat(),
    ];
    if (tracing.preValidation.length > 0)
      route.preValidation = [...tracing.preValidation, ...[route.preValidation ?? []].flat()];
    route.onResponse = [
      ...[route.onResponse ?? []].flat(),
      (request, reply, done) => {
        finish(request, reply);
        done();
      },
    ];
  });
}

/**
 * Has a request told of too if its client leaves before the answer is whole: for answers that go on until then, of which no
 * other figure and line would be kept.
 */
export function observeToTheEnd(request: FastifyRequest, reply: FastifyReply): void {
  const { [FINISH]: finish } = request.routeOptions.config as { [FINISH]?: Finish };
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) finish?.(request, reply);
  });
}

/** The same for requests that no route takes. */
export function unroutedObserver(
  observer: Observer,
  headers: HeaderSet,
): (request: FastifyRequest, reply: FastifyReply) => void {
  const finish = finisherOf('unmatched', observer);
  return (request, reply) => {
    begin(request, reply, observer, headers);
    traceRequest(request, reply, undefined);
    reply.raw.once('finish', () => finish(request, reply));
  };
}

// RFC 9112 §3.2; node's own check would answer without a body.
function missingHost({ raw }: FastifyRequest): AppError | undefined {
  return raw.headers.host !== undefined || raw.httpVersion === '1.0' ? undefined : badRequest('no_host');
}

function begin(request: FastifyRequest, reply: FastifyReply, observer: Observer, headers: HeaderSet): void {
  observer.warnOfForwarded(request);
  reply.headers(headers);
  reply.header('x-request-id', request.id);
}

function finisherOf(route: string, { log, metrics, hops }: Observer): Finish {
  const observe = metrics.of(route);
  const isLogged = log.pino.isLevelEnabled('info');
  return (request, reply) => {
    const { elapsedTime, statusCode } = reply;
    observe(request.method, statusCode, elapsedTime);
    if (!isLogged) return;
    const refused = statusCode < 400 ? undefined : { ...loggedErrorOf(request), address: addressIn(request, hops) };
    const clientId = clientRequestId(request.raw);
    const trace = requestTrace(request);
    log.writeLine(requestLine(log.service, request, { status: statusCode, ms: elapsedTime, trace, clientId, refused }));
  };
}

function addressIn({ raw }: FastifyRequest, hops: number): string {
  return clientAddressOf(raw.socket.remoteAddress, raw.headers['x-forwarded-for'], hops);
}
