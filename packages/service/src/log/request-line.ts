import type { FastifyRequest } from 'fastify';
import type { Trace } from '@latchkey/verifier/outbound';
import type { LoggedError } from '../problem/problem-response.js';

const PLAIN = /^[A-Za-z0-9/._~-]*$/;
const MAX_PATH = 512;

/** What a finished request came to. */
export interface Outcome {
  readonly status: number;
  readonly ms: number;
  readonly trace: Trace;
  /** The id that the client gave the request, of plain characters. */
  readonly clientId: string | undefined;
  /** For a status of 400 or above. */
  readonly refused: RequestError | undefined;
}

/** What is told of a request of status 400 or above. */
export interface RequestError extends Partial<LoggedError> {
  /** The client's, as far as own proxies tell it. */
  readonly address: string;
}

/**
 * One compact line of JSON for a finished request, without a serializer: this runs on every request. Everything that
 * comes from the client is either plain or escaped, and the query is left out, so no line can be forged and no secret
 * of a query is kept.
 */
export function requestLine(
  service: string,
  request: FastifyRequest,
  { status, ms, trace, clientId, refused }: Outcome,
): string {
  // Put there by the guard of @latchkey/auth, which knows this package, not the reverse.
  const user = (request as { verified?: { claims?: { sub?: unknown } } | null }).verified?.claims?.sub;
  const hundredths = Math.round(ms * 100);
  const rest = hundredths % 100;
  return (
    `{"level":"info","time":${Date.now()},"service":"${service}","msg":"request","req":"${request.id}",` +
    `"trace":"${trace.id}","span":"${trace.span}",` +
    `"method":"${request.method}","path":${pathOf(request)},"status":${status},` +
    `"ms":${(hundredths - rest) / 100}.${rest < 10 ? '0' : ''}${rest}` +
    (typeof user === 'string' ? `,"user":${quoted(user)}` : '') +
    (clientId === undefined ? '' : `,"clientReq":"${clientId}"`) +
    (refused === undefined ? '' : refusedPart(refused)) +
    '}\n'
  );
}

function refusedPart({ address, code, reason }: RequestError): string {
  const why = code === undefined ? '' : `,"code":${quoted(code)},"reason":${quoted(reason ?? code)}`;
  return `,"address":"${address}"${why}`;
}

// Most addresses have no query and nothing to escape: they cost one look. A target that was refused is told as it came.
function pathOf(request: FastifyRequest): string {
  const url = request.url === '' ? request.originalUrl : request.url;
  return url.length <= MAX_PATH && PLAIN.test(url)
    ? `"${url}"`
    : JSON.stringify(url.split(/[?#;]/)[0]!.slice(0, MAX_PATH));
}

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
