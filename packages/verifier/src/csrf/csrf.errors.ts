import { TokenError } from '../token/token-error.js';
import type { CsrfReason } from './csrf.rules.js';

/** The cookie of a request does not count: no page that may act here sent it. */
export function csrfRefused(reason: CsrfReason): TokenError {
  const detail = 'This request did not come from a page that may act here.';
  return new TokenError({ code: 'csrf_refused', status: 403, detail, reason });
}
