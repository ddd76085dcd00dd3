import { maxHeaderSize } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServiceDefinition } from '../service-definition.js';
import type { ServiceConfig } from '../config/service-settings.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import { RequestMetrics } from './request-metrics.js';
import { badRequest, methodNotAllowed, notFound } from '../problem/http.errors.js';
import { ProblemAnswer } from '../problem/problem-response.js';
import { useJsonOnly } from './body-parser.js';
import { answerClientErrors, refuseTunnels } from './client-errors.js';
import { clientAddress, trustHops } from './client-address.js';
import { Connections } from './connections.js';
import { HttpAdapter } from './http-adapter.js';
import { drainingResponse } from './draining-response.js';
import type { DrainState } from './draining-response.js';
import { EarlyRefusals } from './early-errors.js';
import { forwardedWarning } from './forwarded-warning.js';
import { observeRoutes, unroutedObserver } from './observe.js';
import { refuseExpectations } from './refused-expectation.js';
import { makeRequestId } from './request-id.js';
import { readHead } from './request-target.js';
import { pathOf } from '../site/request-path.js';
import { REFUSED_TARGET, WHOLE_SERVER } from './request-target.rules.js';
import { Routes } from './routes.js';
import { apiHeaders } from '../site/security-headers.js';
import { openSite } from '../site/open-site.js';
import type { Site } from '../site/site.js';

// Everything that a route serves outside of these is a file of the site.
const OF_API = /^\/(api|health|internal|metrics|reference|\.well-known)(\/|$)/;

// As a person types it.
const REFERENCE_AS_FOLDER = /^\/reference\/(?=$|\?)/;

/** What some route of some service answers. */
const ALLOW_OF_SERVER = 'GET, HEAD, POST, PUT, DELETE, OPTIONS';
const BODY_LIMIT_BYTES = 100_000;
const ARRIVAL_TIMEOUT_MS = 5000;
// With 500 ms a thousand of them were gone after 5.4 to 6.0 s; what is promised is 6 s.
const CHECK_EVERY_MS = 250;

/** The HTTP side of a service before any of its routes. */
export interface Door {
  readonly adapter: HttpAdapter;
  readonly answer: ProblemAnswer;
  readonly drain: DrainState;
  readonly site: Site;
}

/** Builds the HTTP server: limits, parser, headers, observation, and the answers that need no route. */
export function createHttpServer<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  config: C,
  log: Log,
  metrics: Metrics,
): Door {
  const drain: DrainState = { isDraining: false };
  const answer = new ProblemAnswer(config.PUBLIC_URL.origin, log.pino, metrics, clientAddress);
  const ofApi = apiHeaders(config.PUBLIC_URL.protocol === 'https:');
  const refusals = new EarlyRefusals(log.pino, metrics, config.TRUSTED_PROXY_HOPS, ofApi);
  const connections = new Connections(metrics);
  const observer = {
    log,
    metrics: new RequestMetrics(metrics),
    warnOfForwarded: forwardedWarning(config.TRUSTED_PROXY_HOPS, log.pino),
    turns: connections.turns,
    hops: config.TRUSTED_PROXY_HOPS,
  };
  const observeUnrouted = unroutedObserver(observer, ofApi);
  const { site, headers, serveFiles } = openSite(definition, config);
  // An address that cannot be read is no page, which a person is told on the site.
  const badAddress = (error: Error, request: FastifyRequest, reply: FastifyReply): void =>
    site.isPage(request) && site.prefers(request) ? site.send(reply, 400) : answer.send(error, request, reply);
  const adapter = new HttpAdapter(
    {
      bodyLimit: BODY_LIMIT_BYTES,
      requestTimeout: ARRIVAL_TIMEOUT_MS,
      keepAliveTimeout: config.KEEP_ALIVE * 1000,
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
      // Whoever got in before the door closed is served; its connection ends with the answer.
      return503OnClosing: false,
      skipMiddie: true,
      clientErrorHandler: answerClientErrors(refusals),
      frameworkErrors: (error, request, reply) => {
        observeUnrouted(request, reply);
        badAddress(error, request, reply);
      },
    },
    {
      unrouted: (request, reply) => {
        observeUnrouted(request, reply);
        if (request.url === REFUSED_TARGET) return badAddress(badRequest('request_target'), request, reply);
        if (request.url === WHOLE_SERVER) return void reply.code(204).header('allow', ALLOW_OF_SERVER).send();
        if (REFERENCE_AS_FOLDER.test(request.url))
          return void reply.redirect(request.url.replace(REFERENCE_AS_FOLDER, '/reference'), 308);
        if (site.isPage(request)) return site.sendPage(request, reply);
        const allowed = routes.allowedFor(pathOf(request));
        const isOtherMethod = allowed.length > 0 && !allowed.includes(request.method);
        answer.send(isOtherMethod ? methodNotAllowed(allowed) : notFound(), request, reply);
      },
      failed: (error, request, reply) => answer.send(error, request, reply),
    },
  );
  const fastify = adapter.getInstance<FastifyInstance>();
  const routes = new Routes(fastify);
  connections.bound(fastify.server, config.MAX_CONNECTIONS);
  trustHops(fastify.server, config.TRUSTED_PROXY_HOPS);
  fastify.server.on('checkExpectation', refuseExpectations(refusals));
  fastify.server.on('connect', refuseTunnels(refusals));
  useJsonOnly(fastify);
  observeRoutes(fastify, observer, (url) => (OF_API.test(url) ? ofApi : headers));
  serveFiles(fastify);
  return { adapter, answer, drain, site };
}
