import { fastifyCors } from '@fastify/cors';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import { RegistryService } from './registry.service.js';

/** The only routes that pages of other origins may call, and read the response of. */
const ROUTES: ReadonlySet<string> = new Set(['/api/refresh', '/api/logout', '/api/logout/everywhere']);

/** CORS with credentials for the registry's origins, on errors too: a page acts on their code. */
@Injectable()
export class SiblingCors {
  constructor(host: HttpAdapterHost, { origins }: RegistryService) {
    const allow = corsHook(origins);
    // In the constructor: routes are made after it.
    host.httpAdapter.getInstance<FastifyInstance>().addHook('onRoute', (route) => {
      if (ROUTES.has(route.url)) route.onRequest = [allow, ...[route.onRequest ?? []].flat()];
    });
  }
}

/** The plugin's hook alone, for a few routes: registered, it would run on every request and open OPTIONS on every path. */
function corsHook(origins: readonly string[]): onRequestHookHandler {
  let hook: onRequestHookHandler | undefined;
  const hooksOnly = {
    decorateRequest: () => undefined,
    options: () => undefined,
    addHook: (_: string, handler: onRequestHookHandler) => (hook = handler),
  };
  const options = {
    origin: (origin: string | undefined, done: (error: null, allowed: string | false) => void) =>
      done(null, origin !== undefined && origins.includes(origin) ? origin : false),
    credentials: true,
    methods: 'POST',
    allowedHeaders: 'content-type',
    exposedHeaders: 'x-request-id',
    maxAge: 600,
    // The routes answer preflights by themselves: they are part of the API.
    preflightContinue: true,
    strictPreflight: false,
  };
  fastifyCors(hooksOnly as never, options as never, () => undefined);
  return hook!;
}
