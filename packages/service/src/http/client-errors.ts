import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { AppError } from '../problem/app-error.js';
import { badRequest, headerTooLarge, methodNotAllowed, requestTimeout } from '../problem/http.errors.js';
import { PROBLEM_TYPE, problemBody } from '../problem/problem.js';
import type { EarlyErrors, EarlyRequest } from './early-errors.js';

type ClientError = Error & { readonly code?: string };
/** The response that node has begun on a socket, if it has read the head of a request. */
type PendingResponse = {
  readonly _httpMessage?: { readonly headersSent: boolean; readonly req?: EarlyRequest } | null;
};

/** Responds to what node's parser refuses before there is a request, in the one format, and closes the connection. */
export function respondToClientErrors(errors: EarlyErrors): (error: ClientError, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return void socket.destroy();
    const problem = problemOf(error);
    const answering = (socket as PendingResponse)._httpMessage;
    const id = errors.note(problem, socket, answering?.req);
    // A response that has begun cannot be followed by another one.
    if (socket.writable && answering?.headersSent !== true) socket.write(rawResponse(problem, id, errors.headers));
    socket.destroySoon();
  };
}

/** Refuses CONNECT, for which node would close the connection without a response: this is no proxy. */
export function refuseTunnels(errors: EarlyErrors): (request: IncomingMessage, socket: Duplex) => void {
  return (request, socket) => {
    const problem = methodNotAllowed(['GET', 'HEAD', 'POST', 'PUT', 'DELETE']);
    const id = errors.note(problem, socket, request);
    socket.on('error', () => undefined);
    socket.end(rawResponse(problem, id, { ...errors.headers, ...problem.headers }));
  };
}

function problemOf({ code = '' }: ClientError): AppError {
  if (code === 'HPE_HEADER_OVERFLOW') return headerTooLarge();
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return requestTimeout();
  return badRequest('http_syntax');
}

function rawResponse(problem: AppError, id: string, headers: Readonly<Record<string, string>>): string {
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
