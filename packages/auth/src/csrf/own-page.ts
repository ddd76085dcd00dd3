import { AppError } from '@latchkey/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { csrfFault, pageFault, type CsrfFacts, type CsrfFault } from '@latchkey/verifier';

/** Which pages may act with the cookies of a browser. */
export abstract class OwnPages {
  /** The origin of PUBLIC_URL. */
  abstract readonly ownOrigin: string;
  /** The registry's origins as they are now. */
  abstract readonly sameSiteOrigins: () => readonly string[];
}

const pagesOf = new WeakMap<object, OwnPages>();
const NO_ORIGINS: readonly string[] = [];

/** Tells {@link requireOwnOrigin} and its neighbours which pages are a service's own; once, at start. */
export function rememberOwnPages({ server }: FastifyInstance, pages: OwnPages): void {
  pagesOf.set(server, pages);
}

/**
 * Lets a request set cookies only if one of this service's own pages sent it: for a login that answers with cookies.
 * @throws AppError 403 `csrf_refused`
 */
export function requireOwnOrigin(request: FastifyRequest): void {
  requireOwnPage(request, pagesAt(request), false);
}

/**
 * Lets a cookie that the guard does not read count only if a page of the house sent it: one of this service's own, or one
 * of the registry's origins. For a public route that carries a proof of its own, such as a refresh.
 * @throws AppError 403 `csrf_refused`
 */
export function requireHouseOrigin(request: FastifyRequest): void {
  requireOwnPage(request, pagesAt(request), true);
}

/** Whether one of this service's own pages sent the request, as {@link requireOwnOrigin} demands it. */
export function isFromOwnPage({ raw, server }: FastifyRequest): boolean {
  const pages = pagesOf.get(server.server);
  return pages !== undefined && faultOf(raw, pages, false) === undefined;
}

/**
 * Lets the cookie of a request count only if a page sent it that may act here.
 * @throws AppError 403 `csrf_refused`
 */
export function requireOwnPage({ raw }: Pick<FastifyRequest, 'raw'>, pages: OwnPages, allowsSameSite: boolean): void {
  const fault = faultOf(raw, pages, allowsSameSite);
  if (fault !== undefined) throw csrfRefused(fault);
}

/** Whether a page that may act here is proven to have sent the request, also where a cookie would count without proof. */
export function isProvenPage({ raw }: Pick<FastifyRequest, 'raw'>, pages: OwnPages, allowsSameSite: boolean): boolean {
  return pageFault(factsOf(raw, pages, allowsSameSite)) === undefined;
}

function faultOf(raw: FastifyRequest['raw'], pages: OwnPages, allowsSameSite: boolean): CsrfFault | undefined {
  return csrfFault(factsOf(raw, pages, allowsSameSite));
}

function factsOf(raw: FastifyRequest['raw'], pages: OwnPages, allowsSameSite: boolean): CsrfFacts {
  return {
    method: raw.method ?? '',
    fetchSite: raw.headers['sec-fetch-site'] as string | undefined,
    origin: raw.headers.origin,
    ownOrigin: pages.ownOrigin,
    sameSiteOrigins: allowsSameSite ? pages.sameSiteOrigins() : NO_ORIGINS,
  };
}

function pagesAt({ server }: FastifyRequest): OwnPages {
  const pages = pagesOf.get(server.server);
  if (pages === undefined) throw csrfRefused('csrf_no_evidence');
  return pages;
}

/** The cookie of a request does not count: no page that may act here sent it. */
export function csrfRefused(reason: CsrfFault): AppError {
  return new AppError({
    code: 'csrf_refused',
    status: 403,
    detail: 'This request did not come from a page that may act here.',
    reason,
  });
}
