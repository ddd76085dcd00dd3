import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger as Pino } from 'pino';
import type { Metrics } from '../metrics/metrics.js';
import type { AppError } from '../problem/app.error.js';
import { badRequest, headerTooLarge, methodNotAllowed, requestTimeout } from '../problem/door.errors.js';
import { PROBLEM_TYPE, problemBody } from '../problem/problem.js';
import { makeRequestId } from './request-id.js';
import { API_HEADERS } from './security.headers.js';

type ClientError = Error & { readonly code?: string };

/** Answers what node's parser refuses before there is a request, in the one format, and closes the connection. */
export function answerClientErrors(log: Pino, metrics: Metrics): (error: ClientError, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return void socket.destroy();
    const problem = problemOf(error);
    metrics.refused(problem.reason);
    const id = makeRequestId({ headers: {} });
    log.info({ req: id, status: problem.status, code: problem.code, reason: problem.reason }, 'connection refused');
    // An answer that has begun cannot be followed by another one.
    if (socket.writable && !hasBegunToAnswer(socket)) socket.write(rawAnswer(problem, id, API_HEADERS));
    socket.destroySoon();
  };
}

/** Answers CONNECT, for which node would close the connection without a word: this is no proxy. */
export function refuseTunnels(metrics: Metrics): (request: IncomingMessage, socket: Duplex) => void {
  return (request, socket) => {
    const problem = methodNotAllowed(['GET', 'HEAD', 'POST', 'PUT', 'DELETE']);
    metrics.refused(problem.reason);
    socket.on('error', () => undefined);
    const allow = { ...API_HEADERS, ...problem.headers };
    socket.end(rawAnswer(problem, makeRequestId(request), allow));
  };
}

function problemOf({ code = '' }: ClientError): AppError {
  if (code === 'HPE_HEADER_OVERFLOW') return headerTooLarge();
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return requestTimeout();
  return badRequest('http_syntax');
}

function hasBegunToAnswer(socket: Socket & { _httpMessage?: { headersSent: boolean } | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}

function rawAnswer(problem: AppError, id: string, headers: Readonly<Record<string, string>>): string {
  const body = JSON.stringify(problemBody(problem, id));
  const lines = Object.entries({
    ...headers,
    'x-request-id': id,
    'content-type': PROBLEM_TYPE,
    'content-length': `${Buffer.byteLength(body)}`,
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`;
}
