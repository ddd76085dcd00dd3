import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Log } from '../log/log.js';
import { requestLine } from '../log/request.line.js';
import type { RequestMetrics } from '../metrics/request.metrics.js';
import { badRequest } from '../problem/door.errors.js';
import { refusalOf } from '../problem/problem.answer.js';
import { API_HEADERS } from './security.headers.js';
import type { HeaderSet } from './security.headers.js';

/** What the door does with every request beside answering it. */
export interface Observer {
  readonly log: Log;
  readonly metrics: RequestMetrics;
  /** Looks for proxies that nobody told us of. */
  readonly warnOfForwarded: (request: FastifyRequest) => void;
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
  fastify.addHook('onRoute', (route: RouteOptions) => {
    const finish = finisherOf(route.url, observer);
    const headers = headersOf(route.url);
    route.onRequest = [
      (request, reply, done) => {
        begin(request, reply, observer, headers);
        done(hasHost(request) ? undefined : badRequest('no_host'));
      },
      ...[route.onRequest ?? []].flat(),
    ];
    route.onResponse = [
      ...[route.onResponse ?? []].flat(),
      (request, reply, done) => {
        finish(request, reply);
        done();
      },
    ];
  });
}

/** The same for requests that no route takes. */
export function unroutedObserver(observer: Observer): (request: FastifyRequest, reply: FastifyReply) => void {
  const finish = finisherOf('unmatched', observer);
  return (request, reply) => {
    begin(request, reply, observer, API_HEADERS);
    reply.raw.once('finish', () => finish(request, reply));
  };
}

// RFC 9112 §3.2; node's own check would answer without a body.
function hasHost({ raw }: FastifyRequest): boolean {
  return raw.headers.host !== undefined || raw.httpVersion === '1.0';
}

function begin(request: FastifyRequest, reply: FastifyReply, observer: Observer, headers: HeaderSet): void {
  observer.warnOfForwarded(request);
  reply.headers(headers);
  reply.header('x-request-id', request.id);
}

function finisherOf(route: string, { log, metrics }: Observer): (request: FastifyRequest, reply: FastifyReply) => void {
  const observe = metrics.of(route);
  const isLogged = log.pino.isLevelEnabled('info');
  return (request, reply) => {
    const { elapsedTime, statusCode } = reply;
    observe(request.method, statusCode, elapsedTime);
    if (!isLogged) return;
    const refusal = statusCode < 400 ? undefined : refusalOf(request);
    log.writeLine(requestLine(log.service, request, statusCode, elapsedTime, refusal));
  };
}
