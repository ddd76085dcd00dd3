import type { FastifyRequest } from 'fastify';
import type { Refusal } from '../problem/problem.answer.js';

const PLAIN = /^[A-Za-z0-9/._~-]*$/;
const MAX_PATH = 512;

/**
 * One compact line of JSON for a finished request, without a serializer: this runs on every request. Everything that
 * comes from the client is either plain or escaped, and the query is left out, so no line can be forged and no secret
 * of a query is kept.
 */
export function requestLine(
  service: string,
  request: FastifyRequest,
  status: number,
  ms: number,
  refusal: Refusal | undefined,
): string {
  // Put there by the guard of @latchkey/auth, which knows this package, not the reverse.
  const user = (request as { caller?: { sub?: unknown } | null }).caller?.sub;
  const hundredths = Math.round(ms * 100);
  const rest = hundredths % 100;
  return (
    `{"level":"info","time":${Date.now()},"service":"${service}","msg":"request","req":"${request.id}",` +
    `"method":"${request.method}","path":${pathOf(request.url)},"status":${status},` +
    `"ms":${(hundredths - rest) / 100}.${rest < 10 ? '0' : ''}${rest}` +
    (typeof user === 'string' ? `,"user":${quoted(user)}` : '') +
    (refusal === undefined ? '' : `,"code":${quoted(refusal.code)},"reason":${quoted(refusal.reason)}`) +
    '}\n'
  );
}

// Most addresses have no query and nothing to escape: they cost one look.
function pathOf(url: string): string {
  return url.length <= MAX_PATH && PLAIN.test(url)
    ? `"${url}"`
    : JSON.stringify(url.split(/[?#;]/)[0]!.slice(0, MAX_PATH));
}

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
