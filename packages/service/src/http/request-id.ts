import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';

const ACCEPTED = /^[A-Za-z0-9_-]{8,64}$/;

// Unique by process and count; drawing random bytes for each request would cost more than the rest of the hook.
const prefix = `${randomBytes(9).toString('base64url')}-`;
let count = 0;

/** The caller's `X-Request-Id` if it is 8 to 64 of `[A-Za-z0-9_-]`, else a new one. */
export function makeRequestId(raw: Pick<IncomingMessage, 'headers'>): string {
  const given = raw.headers['x-request-id'];
  return typeof given === 'string' && ACCEPTED.test(given) ? given : prefix + (++count).toString(36);
}

/** The id of a request, as answered in `X-Request-Id` and written to the log. */
export function requestId(request: FastifyRequest): string {
  return request.id;
}
