import { PASSWORD } from '../../stack/test-user.ts';
import { encodeRequest } from '@latchkey/conformance/client';
import { boundCookie, origins, type Headers } from '@latchkey/conformance/attacks';
import type { BadRequest, BadRequests } from './bad-request.ts';

interface UnsafeRoute {
  service: 'bank' | 'retirement';
  method: 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: string;
  /** Takes calls from the other services' pages. */
  sameSite?: boolean;
}

const unsafeRoutes: readonly UnsafeRoute[] = [
  { service: 'retirement', method: 'PUT', path: '/api/plan', body: '{"retirementAge":70,"monthlyWishMinor":"1"}' },
  { service: 'retirement', method: 'PUT', path: '/api/plan/permission', body: '{"allowed":true}' },
  { service: 'retirement', method: 'POST', path: '/api/logout', sameSite: true },
  { service: 'retirement', method: 'POST', path: '/api/logout/everywhere', sameSite: true },
  { service: 'bank', method: 'POST', path: '/api/logout', sameSite: true },
  { service: 'bank', method: 'POST', path: '/api/logout/everywhere', sameSite: true },
  { service: 'bank', method: 'POST', path: '/api/refresh', sameSite: true },
  { service: 'bank', method: 'DELETE', path: '/api/sessions/00000000-0000-4000-8000-000000000000' },
  {
    service: 'bank',
    method: 'POST',
    path: '/api/password',
    body: JSON.stringify({ currentPassword: PASSWORD, newPassword: 'chosen by an attacker' }),
  },
  { service: 'bank', method: 'POST', path: '/api/account/deletion', body: JSON.stringify({ password: PASSWORD }) },
  {
    service: 'bank',
    method: 'POST',
    path: '/api/support/look',
    body: JSON.stringify({ username: 'ada', reason: 'asked by a page of an attacker' }),
  },
  {
    service: 'bank',
    method: 'POST',
    path: '/api/login',
    body: JSON.stringify({ username: 'ada', password: PASSWORD, transport: 'cookie' }),
  },
];

export const crossSite: BadRequests = (attacked) =>
  unsafeRoutes.flatMap((route) => {
    const called = attacked.stack[route.service];
    const other = attacked.stack[route.service === 'bank' ? 'retirement' : 'bank'].url;
    const bad = (kind: string, headers: Headers, host = called.host): BadRequest => ({
      kind: `${route.method} ${route.service}${route.path}: ${kind}`,
      service: route.service,
      bytes: encodeRequest({
        method: route.method,
        path: route.path,
        host,
        headers: [
          ...headers,
          boundCookie(attacked.cookie, attacked.cookie),
          ...(route.body === undefined ? [] : [['Content-Type', 'application/json'] as const]),
        ],
        ...(route.body === undefined ? {} : { body: route.body }),
      }),
      // Without a word of where it came from the cookie is not taken for a caller at all.
      statuses: headers.some(([name]) => /^(origin|sec-fetch-site)$/i.test(name)) ? [403] : [401, 403],
      codes: ['csrf_refused', 'token_missing'],
      secrets: [attacked.cookie, attacked.stack.secret, PASSWORD],
      also: (answer) => (answer.headers.has('set-cookie') ? ['sets a cookie'] : []),
    });
    const allowedElsewhere = (headers: Headers): boolean =>
      headers.some(([name, value]) => name === 'Origin' && value === other);
    return [
      ...origins(called.url, other)
        .filter(
          ([kind, headers]) => !(route.sameSite === true && allowedElsewhere(headers) && !kind.startsWith('cross')),
        )
        .map(([kind, headers]) => bad(kind, headers)),
      bad('a Host and an Origin of the attacker', [['Origin', 'http://attacker.invalid']], 'attacker.invalid'),
      bad('a forwarded host of the attacker', [
        ['Origin', 'http://attacker.invalid'],
        ['X-Forwarded-Host', 'attacker.invalid'],
        ['X-Forwarded-Proto', 'http'],
      ]),
    ];
  });
