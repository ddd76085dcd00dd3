import { SpanKind } from '@opentelemetry/api';
import type { TracedRequest } from '../http/traced-requests.js';
import { followChannel, markFailed, spanOfTrace, type Spans } from './spans.js';

/** A server span for each request, by OpenTelemetry's conventions for HTTP; of its address only the pattern. */
export function spanRequests(spans: Spans): void {
  followChannel<TracedRequest>('latchkey:request', {
    begin: ({ trace, id, method, route }) =>
      spanOfTrace(spans, trace, route === undefined ? method : `${method} ${route}`, {
        kind: SpanKind.SERVER,
        attributes: {
          'http.request.method': method,
          ...(route !== undefined && { 'http.route': route }),
          'latchkey.request_id': id,
        },
      }),
    finish: ({ status, code }, span) => {
      if (status !== undefined) span.setAttribute('http.response.status_code', status);
      if (code !== undefined) span.setAttribute('latchkey.error_code', code);
      if (status === undefined) span.setAttribute('latchkey.client_left', true);
      else if (status >= 500) markFailed(span, code ?? `${status}`);
    },
  });
}
