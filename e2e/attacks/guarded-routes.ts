import type { StackService, Stack } from '../stack/stack.ts';
import { ownPage } from '../stack/test-user.ts';
import { encodeRequest, sendRaw, type RawResponse } from '@latchkey/conformance/client';

export interface GuardedRoute {
  service: 'bank' | 'retirement';
  method: 'GET' | 'PUT' | 'POST';
  path: string;
  body?: string;
  /** Takes a token that is over, so that a session can always be ended. */
  endsSession?: boolean;
}

/** The routes of both services that ask who is calling, but for those that also ask for more than that. */
export const guardedRoutes: readonly GuardedRoute[] = [
  { service: 'bank', method: 'GET', path: '/api/me' },
  { service: 'bank', method: 'GET', path: '/api/sessions' },
  { service: 'bank', method: 'GET', path: '/api/events' },
  { service: 'bank', method: 'POST', path: '/api/logout', endsSession: true },
  { service: 'bank', method: 'POST', path: '/api/logout/everywhere', endsSession: true },
  { service: 'retirement', method: 'GET', path: '/api/me' },
  { service: 'retirement', method: 'GET', path: '/api/plan' },
  { service: 'retirement', method: 'PUT', path: '/api/plan', body: '{"retirementAge":67,"monthlyWishMinor":"200000"}' },
  { service: 'retirement', method: 'POST', path: '/api/logout', endsSession: true },
  { service: 'retirement', method: 'POST', path: '/api/logout/everywhere', endsSession: true },
];

/** Calls a guarded route the way its own page would, with these credentials: whatever is refused, it is for them. */
export function requestRoute(
  stack: Stack,
  route: GuardedRoute,
  credentials: readonly (readonly [string, string])[],
): Promise<RawResponse | null> {
  const target: StackService = stack[route.service];
  const page = route.method === 'GET' ? [] : ownPage(target);
  const body = route.body === undefined ? {} : { body: route.body };
  const type: [string, string][] = route.body === undefined ? [] : [['Content-Type', 'application/json']];
  return sendRaw(
    target.port,
    encodeRequest({
      method: route.method,
      path: route.path,
      host: target.host,
      headers: [...page, ...type, ...credentials],
      ...body,
    }),
  );
}

export function nameOf(route: GuardedRoute): string {
  return `${route.method} ${route.service}${route.path}`;
}
