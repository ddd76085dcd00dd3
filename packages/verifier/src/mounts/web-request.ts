import type { Answer } from '../latchkey/answer.js';
import type { ServiceRequest } from '../latchkey/service-request.js';

/** A WHATWG request as the core reads it. Its headers are merged already: a repeated Authorization is one that no token matches. */
export function serviceRequest(request: Request): ServiceRequest {
  const headers = Object.fromEntries(request.headers);
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    headers,
    rawHeaders: Object.entries(headers).flat(),
    url: `${pathname}${search}`,
    remoteAddress: undefined,
  };
}

/** An answer as a WHATWG response. */
export function responseOf({ status, headers, body }: Answer): Response {
  const written = new Headers();
  for (const [name, value] of Object.entries(headers)) for (const one of [value].flat()) written.append(name, one);
  return new Response(body === '' ? null : body, { status, headers: written });
}
