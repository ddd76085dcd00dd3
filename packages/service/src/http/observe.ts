import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Log } from '../log/log.js';
import { requestLine } from '../log/request.line.js';
import type { RequestMetrics } from '../metrics/request.metrics.js';
import { refusalOf } from '../problem/problem.answer.js';

/** What the door does with every request beside answering it. */
export interface Observer {
  readonly log: Log;
  readonly metrics: RequestMetrics;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Gives each route two hooks of its own, bound to its metrics: headers at the start; figures and one log line at the end.
 * Hooks per route need no look-up of the route at run time.
 */
export function observeRoutes(fastify: FastifyInstance, observer: Observer): void {
  fastify.addHook('onRoute', (route: RouteOptions) => {
    const finish = observerOf(route.url, observer);
    route.onRequest = [
      (request, reply, done) => {
        begin(request, reply, observer);
        done();
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

/** The same for a request that no route took. */
export function observeUnrouted(request: FastifyRequest, reply: FastifyReply, observer: Observer): void {
  begin(request, reply, observer);
  const finish = observerOf('unmatched', observer);
  reply.raw.once('finish', () => finish(request, reply));
}

function begin(request: FastifyRequest, reply: FastifyReply, { headers }: Observer): void {
  reply.headers(headers);
  reply.header('x-request-id', request.id);
}

function observerOf(route: string, { log, metrics }: Observer): (request: FastifyRequest, reply: FastifyReply) => void {
  const observe = metrics.of(route);
  const isLogged = log.pino.isLevelEnabled('info');
  return (request, reply) => {
    const ms = reply.elapsedTime;
    observe(request.method, reply.statusCode, ms / 1000);
    if (isLogged) log.writeLine(requestLine(request, reply.statusCode, ms, refusalOf(request)));
  };
}
