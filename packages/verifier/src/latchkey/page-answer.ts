import { STATUS_CODES } from './status-codes.js';
import { NOT_KEPT, type Answer } from './answer.js';
import { requestIdOf, type ProblemFacts } from './problem-answer.js';
import type { ServiceRequest } from './service-request.js';

/** Which answer a person gets depends on these. */
const VARY = { vary: 'authorization, cookie, accept, sec-fetch-dest' } as const;
/** What neither a renewal nor a login would mend. */
const BEYOND_RENEWAL = new Set(['clock_skew']);

/** Whether a browser asks for something that it will show as a page of its own. */
export function isDocumentRequest({ method, headers }: ServiceRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const dest = headers['sec-fetch-dest'];
  return dest === undefined ? String(headers['accept'] ?? '').includes('text/html') : dest === 'document';
}

/** Whether the bank can mend it: by a renewal, or by a login. */
export function isRenewable({ status, code }: ProblemFacts): boolean {
  return status === 401 && !BEYOND_RENEWAL.has(code);
}

/** Nobody knows yet where a browser would have to come back to. */
export function addressUnknown(): ProblemFacts {
  const detail = 'This service does not know its own address yet.';
  return { status: 503, code: 'address_unknown', detail, headers: { 'retry-after': '2' } };
}

/** Sends a browser to the bank, which renews the token and sends it back here. */
export function renewalAnswer(issuer: string, ownOrigin: string, { url }: ServiceRequest): Answer {
  // A proxy's way of asking names a whole address.
  const path = url.startsWith('/') ? url : '/';
  const location = `${issuer}/renew?return_to=${encodeURIComponent(`${ownOrigin}${path}`)}`;
  return { status: 302, headers: { location, ...NOT_KEPT, ...VARY }, body: '' };
}

/** A problem as a page, for a person who would see JSON otherwise. */
export function problemPage({ status, code, detail, headers }: ProblemFacts, request: ServiceRequest): Answer {
  const title = STATUS_CODES[status] ?? 'Error';
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      ...NOT_KEPT,
      ...VARY,
      ...headers,
    },
    body: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body><h1>${title}</h1><p>${escaped(detail)}</p><p>Code ${code}, request ${requestIdOf(request)}.</p></body>
</html>
`,
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
