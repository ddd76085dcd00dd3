import type { FastifyInstance } from 'fastify';
import type { ServiceConfig } from '../config/service.settings.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import { RequestMetrics } from '../metrics/request.metrics.js';
import { notFound } from '../problem/door.errors.js';
import { ProblemAnswer } from '../problem/problem.answer.js';
import { useJsonOnly } from './body.parser.js';
import { trustHops } from './client-address.js';
import { DoorAdapter } from './door.adapter.js';
import { observeRoutes, observeUnrouted } from './observe.js';
import { makeRequestId } from './request-id.js';
import { apiHeaders } from './security.headers.js';

const BODY_LIMIT_BYTES = 100_000;
const ARRIVAL_TIMEOUT_MS = 5000;
const CHECK_EVERY_MS = 500;
const KEEP_ALIVE_MS = 30_000;

/** Builds the HTTP server: limits, parsers, headers, observation, and the answers of the door itself. */
export function openDoor(config: ServiceConfig, log: Log, metrics: Metrics): { adapter: DoorAdapter; answer: ProblemAnswer } {
  const answer = new ProblemAnswer(config.PUBLIC_URL.origin, log.pino, metrics);
  const observer = { log, metrics: new RequestMetrics(metrics), headers: apiHeaders(config) };
  const adapter = new DoorAdapter(
    {
      bodyLimit: BODY_LIMIT_BYTES,
      requestTimeout: ARRIVAL_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      http: { headersTimeout: ARRIVAL_TIMEOUT_MS, connectionsCheckingInterval: CHECK_EVERY_MS },
      genReqId: makeRequestId,
      requestIdHeader: false,
      skipMiddie: true,
    },
    {
      unrouted: (request, reply) => {
        observeUnrouted(request, reply, observer);
        answer.send(notFound(), request, reply);
      },
      failed: (error, request, reply) => answer.send(error, request, reply),
    },
  );
  const fastify = adapter.getInstance<FastifyInstance>();
  trustHops(fastify.server, config.TRUSTED_PROXY_HOPS);
  useJsonOnly(fastify);
  observeRoutes(fastify, observer);
  return { adapter, answer };
}
