/** A named set of headers that every answer of a kind carries. */
export type HeaderSet = Readonly<Record<string, string>>;

const YEAR_SECONDS = 31_536_000;

// Browsers ignore Strict-Transport-Security over plain http, so development is not locked out.
const BASE_HEADERS: HeaderSet = {
  'strict-transport-security': `max-age=${YEAR_SECONDS}`,
  'x-content-type-options': 'nosniff',
};

/** Headers of every answer of the API: nothing is cached, and nothing is a page. */
export const API_HEADERS: HeaderSet = {
  ...BASE_HEADERS,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/**
 * Headers of the site: own files only, no inline script or style, no frame around it, and no text that becomes markup
 * (Trusted Types with no policy at all).
 *
 * @param connects foreign origins that the site may fetch from
 */
export function siteHeaders(connects: readonly string[]): HeaderSet {
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
    ...BASE_HEADERS,
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
