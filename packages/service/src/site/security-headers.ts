/** A named set of headers that every response of a kind carries. */
export type HeaderSet = Readonly<Record<string, string>>;

const YEAR_SECONDS = 31_536_000;

const BASE_HEADERS: HeaderSet = {
  'x-content-type-options': 'nosniff',
  // No page of another site may embed a response; one of another service looks whether the bank is there. Where one may read
  // it, CORS says so, and this is not asked then.
  'cross-origin-resource-policy': 'same-site',
};

// A service speaks for the hosts below its own and for no others. Over plain http the header means nothing.
function baseHeaders(isSecure: boolean): HeaderSet {
  if (!isSecure) return BASE_HEADERS;
  return { ...BASE_HEADERS, 'strict-transport-security': `max-age=${YEAR_SECONDS}; includeSubDomains` };
}

/**
 * Headers of every response of the API: nothing is cached, and nothing is a page.
 *
 * @param isSecure whether browsers reach the service by https
 */
export function apiHeaders(isSecure: boolean): HeaderSet {
  return {
    ...baseHeaders(isSecure),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
  };
}

/**
 * Headers of the site: own files only, no inline script or style, no frame around it, and no text that becomes markup
 * (Trusted Types with no policy at all).
 *
 * @param isSecure whether browsers reach the service by https
 * @param connects foreign origins that the site may fetch from
 */
export function siteHeaders(isSecure: boolean, connects: readonly string[]): HeaderSet {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'font-src': "'self'",
    'manifest-src': "'self'",
    'connect-src': ["'self'", ...connects].join(' '),
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  };
  return {
    ...baseHeaders(isSecure),
    'cache-control': 'no-cache',
    'content-security-policy': Object.entries(policy)
      .map((entry) => entry.join(' '))
      .join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-frame-options': 'DENY',
  };
}
