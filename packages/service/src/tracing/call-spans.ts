import { SpanKind } from '@opentelemetry/api';
import type { TracedCall } from '@latchkey/verifier/outbound';
import { followChannel, markFailed, spanOfTrace, type Spans } from './spans.js';

type Call = TracedCall & { readonly error?: unknown };

/** A client span for each poll of the feed and each delivery of a logout. */
export function spanCalls(spans: Spans): void {
  for (const kind of ['feed', 'delivery'] as const) {
    followChannel<Call>(`latchkey:${kind}`, {
      begin: ({ trace, method, url }) =>
        spanOfTrace(spans, trace, `${method} ${url.pathname}`, {
          kind: SpanKind.CLIENT,
          attributes: {
            'http.request.method': method,
            'url.full': `${url.origin}${url.pathname}`,
            'server.address': url.hostname,
            'server.port': Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
            'latchkey.call': kind,
          },
        }),
      finish: ({ status, error }, span) => {
        if (status !== undefined) span.setAttribute('http.response.status_code', status);
        if (error !== undefined) markFailed(span, typeOf(error));
        else if (status !== undefined && status >= 400) markFailed(span, `${status}`);
      },
    });
  }
}

function typeOf(error: unknown): string {
  const { cause, name } = (error ?? {}) as { cause?: { code?: unknown }; name?: unknown };
  if (typeof cause?.code === 'string') return cause.code;
  return typeof name === 'string' ? name : '_OTHER';
}
