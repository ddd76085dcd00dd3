import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from './status-codes.js';
import { NOT_KEPT, type Answer } from './answer.js';
import type { ServiceRequest } from './service-request.js';

const SANE_ID = /^[\w.:-]{1,64}$/;

/** What is told of a request that gets no other answer. */
export interface ProblemFacts {
  readonly status: number;
  /** Of docs/tokens.md, where a site acts on it. */
  readonly code: string;
  /** For a person. */
  readonly detail: string;
  readonly headers?: Answer['headers'];
  /** Further public members. */
  readonly members?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

/** What is answered to a request that is not let in: `application/problem+json` (RFC 9457). */
export function problemAnswer(
  { status, code, detail, headers, members }: ProblemFacts,
  request: ServiceRequest,
): Answer {
  const title = STATUS_CODES[status] ?? 'Error';
  const body = { type: `urn:latchkey:problem:${code}`, title, status, detail, code, requestId: requestIdOf(request) };
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...NOT_KEPT, ...headers },
    body: JSON.stringify({ ...body, ...members }),
  };
}

/** The id of a request: the one that it brings, if that is sane, else a new one. */
export function requestIdOf({ headers }: ServiceRequest): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID();
}
