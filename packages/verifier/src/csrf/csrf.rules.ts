/** What a request with a cookie says about the page that sent it, and what its route bears. */
export interface CsrfFacts {
  readonly method: string;
  /** `Sec-Fetch-Site`, written by the browser. */
  readonly fetchSite: string | undefined;
  /** `Origin`, written by the browser. */
  readonly origin: string | undefined;
  /** The origin of PUBLIC_URL, never of the Host header; undefined while it is not known. */
  readonly ownOrigin: string | undefined;
  /** Origins of the registry; empty where the route is for its own site alone. */
  readonly sameSiteOrigins: readonly string[];
}

/** Why a cookie is not accepted. */
export type CsrfReason = 'csrf_cross_site' | 'csrf_foreign_origin' | 'csrf_no_evidence';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Decides whether the cookie of a request counts; undefined means that it does. GET changes nothing, so it may come from anywhere. */
export function csrfReason(facts: CsrfFacts): CsrfReason | undefined {
  return SAFE_METHODS.has(facts.method) ? undefined : pageReason(facts);
}

/** Decides whether a page that may act here is proven to have sent the request, whatever its method. */
export function pageReason(facts: CsrfFacts): CsrfReason | undefined {
  if (facts.fetchSite === 'same-origin') return undefined;
  if (facts.fetchSite === 'same-site') return isRegistered(facts) ? undefined : 'csrf_foreign_origin';
  if (facts.fetchSite !== undefined) return 'csrf_cross_site';
  if (facts.origin === undefined) return 'csrf_no_evidence';
  return facts.origin === facts.ownOrigin || isRegistered(facts) ? undefined : 'csrf_foreign_origin';
}

function isRegistered({ origin, sameSiteOrigins }: CsrfFacts): boolean {
  return origin !== undefined && sameSiteOrigins.includes(origin);
}
