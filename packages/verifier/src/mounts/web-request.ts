import type { Answer, StreamAnswer } from '../latchkey/answer.js';
import type { ServiceRequest } from '../latchkey/service-request.js';
import { WebSink } from '../sessions/web-sink.js';

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
export function responseOf(answer: Answer | StreamAnswer): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    for (const one of [value].flat()) headers.append(name, one);
  const body = 'open' in answer ? bodyOf(answer) : answer.body || null;
  return new Response(body, { status: answer.status, headers });
}

function bodyOf({ open }: StreamAnswer): ReadableStream<Uint8Array> {
  const sink = new WebSink();
  open(sink);
  return sink.body;
}
