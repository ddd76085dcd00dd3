import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, StreamAnswer } from '../latchkey/answer.js';
import type { ServiceRequest } from '../latchkey/service-request.js';
import { NodeSink } from '../sessions/node-sink.js';

/** Node's request as the core reads it. A router may have cut `url`: Express keeps the whole. */
export function serviceRequest(request: IncomingMessage & { readonly originalUrl?: string }): ServiceRequest {
  return {
    method: request.method,
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    url: request.originalUrl ?? request.url ?? '/',
    remoteAddress: request.socket.remoteAddress,
  };
}

/** Writes an answer in Node's way. */
export function writeAnswer(response: ServerResponse, answer: Answer | StreamAnswer): void {
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  response.writeHead(answer.status);
  if ('open' in answer) answer.open(new NodeSink(response));
  else response.end(answer.body);
}
