import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { ServiceDefinition } from '../service-definition.js';
import type { ServiceConfig } from '../config/service-settings.js';
import { siteHeaders } from './security-headers.js';
import type { HeaderSet } from './security-headers.js';
import { INDEX, SiteDocument } from './document.js';
import { PAGE_LIST } from './site-pages.js';
import { Site } from './site.js';

const DOCUMENT = '.html';

/** A site and the headers of its files. */
export interface OpenedSite {
  readonly site: Site;
  readonly headers: HeaderSet;
  /** Adds the routes of its files; there are none if the site is not built. */
  readonly serveFiles: (fastify: FastifyInstance) => void;
}

/** Reads the built site of a service and fills in its facts. */
export function openSite<C extends ServiceConfig>(definition: ServiceDefinition<C>, config: C): OpenedSite {
  const isSecure = config.PUBLIC_URL.protocol === 'https:';
  const headers = siteHeaders(isSecure, definition.siteConnects?.(config) ?? []);
  const root = definition.site === undefined ? undefined : fileURLToPath(definition.site);
  if (root === undefined || !existsSync(join(root, INDEX))) {
    return { site: new Site(new Map(), headers), headers, serveFiles: () => undefined };
  }
  const facts = {
    service: definition.id,
    'public-url': config.PUBLIC_URL.origin,
    ...(definition.reference !== undefined && { reference: '/reference' }),
    ...definition.siteFacts?.(config),
  };
  const names = readdirSync(root).filter((name) => name.endsWith(DOCUMENT));
  const site = new Site(new Map(names.map((name) => [name, new SiteDocument(root, facts, name)])), headers);
  return { site, headers, serveFiles: (fastify) => serveFiles(fastify, root) };
}

// Names under assets/ carry a hash of their content; the few other files are asked for again each time.
function serveFiles(fastify: FastifyInstance, root: string): void {
  const files = { decorateReply: false, index: false as const, preCompressed: true, dotfiles: 'ignore' as const };
  if (existsSync(`${root}/assets`)) {
    fastify.register(fastifyStatic, {
      ...files,
      root: `${root}/assets`,
      prefix: '/assets/',
      maxAge: '365d',
      immutable: true,
      // A folder is nothing to serve: not forbidden, not there.
      allowedPath: (path) => !path.endsWith('/'),
    });
  }
  const globIgnore = ['assets/**', `*${DOCUMENT}`, PAGE_LIST, '**/*.br', '**/*.gz'];
  fastify.register(fastifyStatic, { ...files, root, prefix: '/', wildcard: false, globIgnore, cacheControl: false });
}
