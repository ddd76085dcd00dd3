import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RegistryService } from '../registry/registry.service.js';

/** The only routes that pages of other origins may call, and read the answer of. */
const CORS_ROUTES: ReadonlySet<string> = new Set(['/api/refresh', '/api/logout', '/api/logout/everywhere']);

interface Request {
  readonly headers: { readonly origin?: string | undefined };
}
interface Reply {
  header(name: string, value: string): unknown;
}
type Hook = (request: Request, reply: Reply, done: () => void) => void;
interface Routes {
  addHook(name: 'onRoute', hook: (route: { url: string; onRequest?: Hook | Hook[] }) => void): void;
}

/** CORS with credentials for the registry's origins, on refusals too: a page acts on their code. */
@Injectable()
export class HouseCorsService {
  constructor(host: HttpAdapterHost, registry: RegistryService) {
    const origins = new Set(registry.origins);
    const allow: Hook = ({ headers: { origin } }, reply, done) => {
      reply.header('vary', 'Origin');
      if (origin !== undefined && origins.has(origin)) {
        reply.header('access-control-allow-origin', origin);
        reply.header('access-control-allow-credentials', 'true');
        reply.header('access-control-allow-methods', 'POST');
        reply.header('access-control-allow-headers', 'content-type');
        reply.header('access-control-expose-headers', 'x-request-id');
        reply.header('access-control-max-age', '600');
      }
      done();
    };
    // In the constructor: routes are made after it.
    host.httpAdapter.getInstance<Routes>().addHook('onRoute', (route) => {
      if (CORS_ROUTES.has(route.url)) route.onRequest = [allow, ...[route.onRequest ?? []].flat()];
    });
  }
}
