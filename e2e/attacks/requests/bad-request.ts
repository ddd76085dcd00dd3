import { bearer } from '../../stack/test-user.ts';
import { encodeRequest, type RawResponse, type RawRequest } from '@latchkey/conformance/client';
import type { AttackedStack } from '../attacked-stack.ts';

/** One bad request, whole, to one service. */
export interface BadRequest {
  kind: string;
  service: 'bank' | 'retirement';
  bytes: Buffer;
  statuses?: readonly number[];
  codes?: readonly string[];
  /** Marks in what is sent that must not come back. */
  secrets?: readonly string[];
  /** What else must hold of the answer. */
  also?: (answer: RawResponse) => string[];
}

export type BadRequests = (attacked: AttackedStack) => BadRequest[];

/** The routes that read a body and need no more than a caller, each with one that is right. */
export interface BodyRoute {
  service: 'bank' | 'retirement';
  method: 'POST' | 'PUT';
  path: string;
  good: Record<string, unknown>;
}

export const bodyRoutes: readonly BodyRoute[] = [
  {
    service: 'bank',
    method: 'POST',
    path: '/api/register',
    good: { username: 'new.comer', password: 'a lamp in the far window' },
  },
  {
    service: 'bank',
    method: 'POST',
    path: '/api/login',
    good: { username: 'ada', password: 'a wrong guess, on purpose' },
  },
  { service: 'retirement', method: 'PUT', path: '/api/plan', good: { retirementAge: 65, monthlyWishMinor: '180000' } },
  { service: 'retirement', method: 'PUT', path: '/api/plan/permission', good: { allowed: true } },
];

/** A request to a route that reads a body, from a caller who is let in. */
export function withBody(
  attacked: AttackedStack,
  route: BodyRoute,
  body: string | Buffer,
  headers: RawRequest['headers'] = [['Content-Type', 'application/json']],
): Buffer {
  const credentials = route.service === 'retirement' ? [bearer(attacked.token)] : [];
  return encodeRequest({
    method: route.method,
    path: route.path,
    host: attacked.stack[route.service].host,
    headers: [...headers, ...credentials],
    body,
  });
}
