import { maxHeaderSize } from 'node:http';
import type { Server } from 'node:http';
import type { FastifyHttpOptions, FastifyInstance } from 'fastify';
import type { ServiceConfig } from '../config/service-settings.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import { ProblemResponder } from '../problem/problem-response.js';
import type { ServiceDefinition } from '../service-definition.js';
import { openSite } from '../site/open-site.js';
import { apiHeaders } from '../site/security-headers.js';
import type { Site } from '../site/site.js';
import { useJsonOnly } from './body-parser.js';
import { clientAddress, trustHops } from './client-address.js';
import { refuseTunnels, respondToClientErrors } from './client-errors.js';
import { Connections } from './connections.js';
import { drainingResponse } from './draining-response.js';
import type { DrainState } from './draining-response.js';
import { EarlyErrors } from './early-errors.js';
import { forwardedWarning } from './forwarded-warning.js';
import { HttpAdapter } from './http-adapter.js';
import { observeRoutes, unroutedObserver } from './observe.js';
import { refuseExpectations } from './refused-expectation.js';
import { makeRequestId } from './request-id.js';
import { RequestMetrics } from './request-metrics.js';
import { readHead } from './request-target.js';
import { Routes } from './routes.js';
import { Unrouted } from './unrouted.js';

// Everything that a route serves outside of these is a file of the site.
const OF_API = /^\/(api|health|internal|metrics|reference|\.well-known)(\/|$)/;

const BODY_LIMIT_BYTES = 100_000;
const ARRIVAL_TIMEOUT_MS = 5000;
// With 500 ms a thousand of them were gone after 5.4 to 6.0 s; what is promised is 6 s.
const CHECK_EVERY_MS = 250;

/** The HTTP side of a service before any of its routes. */
export interface HttpServer {
  readonly adapter: HttpAdapter;
  readonly problems: ProblemResponder;
  readonly drain: DrainState;
  readonly site: Site;
}

/** Creates the HTTP server: limits, parser, headers, observation, and the responses that need no route. */
export function createHttpServer<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  config: C,
  log: Log,
  metrics: Metrics,
): HttpServer {
  const drain: DrainState = { isDraining: false };
  const problems = new ProblemResponder(config.PUBLIC_URL.origin, log.pino, metrics, clientAddress);
  const ofApi = apiHeaders(config.PUBLIC_URL.protocol === 'https:');
  const errors = new EarlyErrors(log.pino, metrics, config.TRUSTED_PROXY_HOPS, ofApi);
  const connections = new Connections(metrics);
  const observer = {
    log,
    metrics: new RequestMetrics(metrics),
    warnOfForwarded: forwardedWarning(config.TRUSTED_PROXY_HOPS, log.pino),
    turns: connections.turns,
    hops: config.TRUSTED_PROXY_HOPS,
  };
  const { site, headers, serveFiles } = openSite(definition, config);
  const routes = new Routes();
  const unrouted = new Unrouted(site, problems, routes, unroutedObserver(observer, ofApi));
  const adapter = new HttpAdapter(
    {
      ...limits(config, drain),
      skipMiddie: true,
      clientErrorHandler: respondToClientErrors(errors),
      frameworkErrors: (error, request, reply) => unrouted.unreadable(error, request, reply),
    },
    unrouted,
  );
  const fastify = adapter.getInstance<FastifyInstance>();
  routes.record(fastify);
  connections.bound(fastify.server, config.MAX_CONNECTIONS);
  trustHops(fastify.server, config.TRUSTED_PROXY_HOPS);
  fastify.server.on('checkExpectation', refuseExpectations(errors));
  fastify.server.on('connect', refuseTunnels(errors));
  useJsonOnly(fastify);
  observeRoutes(fastify, observer, (url) => (OF_API.test(url) ? ofApi : headers));
  serveFiles(fastify);
  return { adapter, problems, drain, site };
}

function limits({ KEEP_ALIVE }: ServiceConfig, drain: DrainState): FastifyHttpOptions<Server> {
  return {
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: ARRIVAL_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE * 1000,
    http: {
      headersTimeout: ARRIVAL_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
      maxHeaderSize,
      requireHostHeader: false,
      ServerResponse: drainingResponse(drain),
    },
    genReqId: makeRequestId,
    requestIdHeader: false,
    rewriteUrl: readHead,
    // What got in before the server stopped listening is served; its connection ends with the response.
    return503OnClosing: false,
  };
}
