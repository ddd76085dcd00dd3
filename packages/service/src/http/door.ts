import { maxHeaderSize } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { ServiceDefinition } from '../boot/service.definition.js';
import type { ServiceConfig } from '../config/service.settings.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import { RequestMetrics } from '../metrics/request.metrics.js';
import { methodNotAllowed, notFound } from '../problem/door.errors.js';
import { ProblemAnswer } from '../problem/problem.answer.js';
import { useJsonOnly } from './body.parser.js';
import { answerClientErrors, refuseTunnels } from './client.error.js';
import { trustHops } from './client-address.js';
import { DoorAdapter } from './door.adapter.js';
import { drainingResponse } from './draining.response.js';
import type { DrainState } from './draining.response.js';
import { forwardedWarning } from './forwarded.warning.js';
import { observeRoutes, unroutedObserver } from './observe.js';
import { refuseExpectations } from './refused.expectation.js';
import { makeRequestId } from './request-id.js';
import { Routes } from './routes.js';
import { API_HEADERS } from './security.headers.js';
import { openSite } from '../site/open-site.js';
import type { Site } from '../site/site.js';

// Everything that a route serves outside of these is a file of the site.
const OF_API = /^\/(api|health|internal|metrics|reference|\.well-known)(\/|$)/;

// As a person types it.
const REFERENCE_AS_FOLDER = /^\/reference\/(?=$|\?)/;

const BODY_LIMIT_BYTES = 100_000;
const ARRIVAL_TIMEOUT_MS = 5000;
// With 500 ms a thousand of them were gone after 5.4 to 6.0 s; what is promised is 6 s.
const CHECK_EVERY_MS = 250;

/** The HTTP side of a service before any of its routes. */
export interface Door {
  readonly adapter: DoorAdapter;
  readonly answer: ProblemAnswer;
  readonly drain: DrainState;
  readonly site: Site;
}

/** Builds the HTTP server: limits, parser, headers, observation, and the answers that need no route. */
export function openDoor<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  config: C,
  log: Log,
  metrics: Metrics,
): Door {
  const drain: DrainState = { isDraining: false };
  const answer = new ProblemAnswer(config.PUBLIC_URL.origin, log.pino, metrics);
  const observer = {
    log,
    metrics: new RequestMetrics(metrics),
    warnOfForwarded: forwardedWarning(config.TRUSTED_PROXY_HOPS, log.pino),
  };
  const observeUnrouted = unroutedObserver(observer);
  const { site, headers, serveFiles } = openSite(definition, config);
  const adapter = new DoorAdapter(
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
      // Whoever got in before the door closed is served; its connection ends with the answer.
      return503OnClosing: false,
      skipMiddie: true,
      clientErrorHandler: answerClientErrors(log.pino, metrics),
      frameworkErrors: (error, request, reply) => {
        observeUnrouted(request, reply);
        // An address that cannot be decoded is no page, which a person reads on the site.
        if (site.isPage(request)) return site.send(reply, 400);
        answer.send(error, request, reply);
      },
    },
    {
      unrouted: (request, reply) => {
        observeUnrouted(request, reply);
        if (REFERENCE_AS_FOLDER.test(request.url))
          return void reply.redirect(request.url.replace(REFERENCE_AS_FOLDER, '/reference'), 308);
        if (site.isPage(request)) return site.sendPage(request, reply);
        const allowed = routes.allowedFor(request.url.split(/[?;]/)[0]!);
        const isOtherMethod = allowed.length > 0 && !allowed.includes(request.method);
        answer.send(isOtherMethod ? methodNotAllowed(allowed) : notFound(), request, reply);
      },
      failed: (error, request, reply) => answer.send(error, request, reply),
    },
  );
  const fastify = adapter.getInstance<FastifyInstance>();
  const routes = new Routes(fastify);
  trustHops(fastify.server, config.TRUSTED_PROXY_HOPS);
  fastify.server.on('checkExpectation', refuseExpectations(metrics));
  fastify.server.on('connect', refuseTunnels(metrics));
  useJsonOnly(fastify);
  observeRoutes(fastify, observer, (url) => (OF_API.test(url) ? API_HEADERS : headers));
  serveFiles(fastify);
  return { adapter, answer, drain, site };
}
