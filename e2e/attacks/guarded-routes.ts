import type { StackService, Stack } from '../stack/stack.ts';
import { ownPage } from '../stack/test-user.ts';
import { encodeRequest, sendRaw, type RawResponse } from '@latchkey/conformance/client';

export interface GuardedRoute {
  service: 'bank' | 'retirement';
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  path: string;
  body?: string;
  /** Takes a token that is over, so that a session can always be ended. */
  endsSession?: boolean;
  /** The role that it asks for. */
  role?: string;
}

/** The routes of both services that ask who is calling, but for those that also ask for more than that. */
export const guardedRoutes: readonly GuardedRoute[] = [
  { service: 'bank', method: 'GET', path: '/api/me' },
  { service: 'bank', method: 'GET', path: '/api/sessions' },
  { service: 'bank', method: 'GET', path: '/api/events' },
  { service: 'bank', method: 'GET', path: '/api/export' },
  { service: 'bank', method: 'POST', path: '/api/logout', endsSession: true },
  { service: 'bank', method: 'POST', path: '/api/logout/everywhere', endsSession: true },
  { service: 'retirement', method: 'GET', path: '/api/me' },
  { service: 'retirement', method: 'GET', path: '/api/plan' },
  { service: 'retirement', method: 'PUT', path: '/api/plan', body: '{"retirementAge":67,"monthlyWishMinor":"200000"}' },
  { service: 'retirement', method: 'PUT', path: '/api/plan/permission', body: '{"allowed":true}' },
  { service: 'retirement', method: 'GET', path: '/api/export' },
  { service: 'retirement', method: 'POST', path: '/api/logout', endsSession: true },
  { service: 'retirement', method: 'POST', path: '/api/logout/everywhere', endsSession: true },
];

const NOBODY = '00000000-0000-4000-8000-000000000000';
const REASON = '"reason":"asked by phone"';

/** The routes that also ask for a password, for something that exists, or for a role: a wrong token does not get so far. */
export const strictRoutes: readonly GuardedRoute[] = [
  { service: 'bank', method: 'DELETE', path: `/api/sessions/${NOBODY}` },
  {
    service: 'bank',
    method: 'POST',
    path: '/api/password',
    body: '{"currentPassword":"not this one","newPassword":"a walk to the other lighthouse"}',
  },
  { service: 'bank', method: 'POST', path: '/api/account/deletion', body: '{"password":"not this one"}' },
  {
    service: 'bank',
    method: 'POST',
    path: '/api/support/look',
    body: `{"username":"nobody",${REASON}}`,
    role: 'support',
  },
  ...['end-sessions', 'disable', 'enable'].map((act): GuardedRoute => ({
    service: 'bank',
    method: 'POST',
    path: `/api/support/${act}`,
    body: `{"sub":"${NOBODY}",${REASON}}`,
    role: 'support',
  })),
  { service: 'retirement', method: 'GET', path: '/api/clients/nobody/plan', role: 'adviser' },
];

/** Every guarded route, and of the strict ones one in turn: they stand behind the same guard. */
export function routesInTurn(turn: number): readonly GuardedRoute[] {
  return [...guardedRoutes, ...strictRoutes.slice(turn % strictRoutes.length).slice(0, 1)];
}

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
