import { csrfRefused } from './csrf.errors.js';
import { csrfReason, pageReason, type CsrfFacts, type CsrfReason } from './csrf.rules.js';

/** The part of a request that tells which page sent it; Node's `IncomingMessage` is one. */
export interface PageRequest {
  readonly method?: string | undefined;
  readonly headers: {
    readonly origin?: string | undefined;
    readonly 'sec-fetch-site'?: string | string[] | undefined;
  };
}

/** Which pages may act with the cookies of a browser. */
export abstract class OwnPages {
  /** The origin of the service's public address; undefined while it is not known. */
  abstract readonly ownOrigin: string | undefined;
  /** The registry's origins as they are now. */
  abstract readonly sameSiteOrigins: () => readonly string[];
}

const NO_ORIGINS: readonly string[] = [];

/**
 * Lets the cookie of a request count only if a page sent it that may act here.
 * @throws TokenError 403 `csrf_refused`
 */
export function requireOwnPage(request: PageRequest, pages: OwnPages, allowsSameSite: boolean): void {
  const reason = ownPageReason(request, pages, allowsSameSite);
  if (reason !== undefined) throw csrfRefused(reason);
}

/**
 * Lets the cookie of a request count only if a page is proven to have sent it that may act here, whatever the method.
 * @throws TokenError 403 `csrf_refused`
 */
export function requireProvenPage(request: PageRequest, pages: OwnPages): void {
  const reason = pageReason(factsOf(request, pages, false));
  if (reason !== undefined) throw csrfRefused(reason);
}

/** Why the cookie of a request does not count; undefined if it does. */
export function ownPageReason(request: PageRequest, pages: OwnPages, allowsSameSite: boolean): CsrfReason | undefined {
  return csrfReason(factsOf(request, pages, allowsSameSite));
}

/** Whether a page that may act here is proven to have sent the request, also where a cookie would count without proof. */
export function isProvenPage(request: PageRequest, pages: OwnPages, allowsSameSite: boolean): boolean {
  return pageReason(factsOf(request, pages, allowsSameSite)) === undefined;
}

function factsOf({ method, headers }: PageRequest, pages: OwnPages, allowsSameSite: boolean): CsrfFacts {
  return {
    method: method ?? '',
    fetchSite: headers['sec-fetch-site'] as string | undefined,
    origin: headers.origin,
    ownOrigin: pages.ownOrigin,
    sameSiteOrigins: allowsSameSite ? pages.sameSiteOrigins() : NO_ORIGINS,
  };
}
