import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';

const ACCEPTED = /^[A-Za-z0-9._-]{1,64}$/;

// Unique by process and count; drawing random bytes for each request would cost more than the rest of the hook.
const prefix = `${randomBytes(9).toString('base64url')}-`;
let count = 0;

/** A new id of ours: one that a client chose could be the id of another request as well. */
export function makeRequestId(): string {
  return prefix + (++count).toString(36);
}

/** The id of a request, as answered in `X-Request-Id` and written to the log. */
export function requestId(request: FastifyRequest): string {
  return request.id;
}

/** The client's own `X-Request-Id`, if it is 1 to 64 of `[A-Za-z0-9._-]`: for the log, where it stands next to ours. */
export function clientRequestId({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  const given = headers['x-request-id'];
  return typeof given === 'string' && ACCEPTED.test(given) ? given : undefined;
}
