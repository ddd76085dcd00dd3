import type { FastifyReply, FastifyRequest } from 'fastify';
import { badRequest, methodNotAllowed, notFound } from '../problem/http.errors.js';
import type { ProblemResponder } from '../problem/problem-response.js';
import { pathOf } from '../site/request-path.js';
import type { Site } from '../site/site.js';
import type { HttpFallbacks } from './http-adapter.js';
import { REFUSED_TARGET, WHOLE_SERVER } from './request-target.rules.js';
import type { Routes } from './routes.js';

// As a person types it.
const REFERENCE_AS_FOLDER = /^\/reference\/(?=$|\?)/;
/** The methods of all routes of all services. */
const ALLOW_OF_SERVER = 'GET, HEAD, POST, PUT, DELETE, OPTIONS';

/** Responds to what reaches no route: addresses that cannot be read, pages of the site, unknown paths and methods. */
export class Unrouted implements HttpFallbacks {
  /** @param observe writes headers, log line and metrics of a request without a route */
  constructor(
    private readonly site: Site,
    private readonly problems: ProblemResponder,
    private readonly routes: Routes,
    private readonly observe: (request: FastifyRequest, reply: FastifyReply) => void,
  ) {}

  /** Responds to a request that no route takes. */
  unrouted(request: FastifyRequest, reply: FastifyReply): void {
    this.observe(request, reply);
    if (request.url === REFUSED_TARGET) return this.#badAddress(badRequest('request_target'), request, reply);
    if (request.url === WHOLE_SERVER) return void reply.code(204).header('allow', ALLOW_OF_SERVER).send();
    if (REFERENCE_AS_FOLDER.test(request.url))
      return void reply.redirect(request.url.replace(REFERENCE_AS_FOLDER, '/reference'), 308);
    if (this.site.isPage(request)) return this.site.sendPage(request, reply);
    const allowed = this.routes.allowedFor(pathOf(request));
    const isOtherMethod = allowed.length > 0 && !allowed.includes(request.method);
    this.problems.send(isOtherMethod ? methodNotAllowed(allowed) : notFound(), request, reply);
  }

  /** Responds to an error before a handler of Nest's. */
  failed(error: Error, request: FastifyRequest, reply: FastifyReply): void {
    this.problems.send(error, request, reply);
  }

  /** Responds to an address that Fastify cannot read. */
  unreadable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
    this.observe(request, reply);
    this.#badAddress(error, request, reply);
  }

  // It is not a page either, and a person is told so on the site.
  #badAddress(error: Error, request: FastifyRequest, reply: FastifyReply): void {
    if (this.site.isPage(request) && this.site.prefers(request)) this.site.send(reply, 400);
    else this.problems.send(error, request, reply);
  }
}
