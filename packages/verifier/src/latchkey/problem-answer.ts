import { randomUUID } from 'node:crypto';
import type { TokenError } from '../token/token-error.js';
import { NOT_KEPT, type Answer } from './answer.js';
import type { ServiceRequest } from './service-request.js';

const SANE_ID = /^[\w.:-]{1,64}$/;

/** What is answered to a request that is not let in: `application/problem+json` (RFC 9457). */
export function problemAnswer(error: TokenError, request: ServiceRequest): Answer {
  const { status, code, message: detail, headers, members } = error;
  const title = status === 401 ? 'Unauthorized' : 'Forbidden';
  const body = { type: `urn:latchkey:problem:${code}`, title, status, detail, code, requestId: requestIdOf(request) };
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...NOT_KEPT, ...headers },
    body: JSON.stringify({ ...body, ...members }),
  };
}

function requestIdOf({ headers }: ServiceRequest): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID();
}
