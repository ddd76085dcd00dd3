import { PASSWORD } from '../../stack/test-user.js';
import { bytesOf } from '@latchkey/conformance/client';
import { boundCookie, origins, type Headers } from '@latchkey/conformance/attacks';
import type { Knock, Knocks } from './bad-request.js';

interface Target {
  service: 'bank' | 'retirement';
  method: 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: string;
  /** Takes calls from the other services' pages. */
  sameSite?: boolean;
}

const targets: readonly Target[] = [
  { service: 'retirement', method: 'PUT', path: '/api/plan', body: '{"retirementAge":70,"monthlyWishMinor":"1"}' },
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
  {
    service: 'bank',
    method: 'POST',
    path: '/api/login',
    body: JSON.stringify({ username: 'ada', password: PASSWORD, transport: 'cookie' }),
  },
];

export const crossSite: Knocks = (door) =>
  targets.flatMap((target) => {
    const front = door.house[target.service];
    const other = door.house[target.service === 'bank' ? 'retirement' : 'bank'].url;
    const knock = (kind: string, headers: Headers, host = front.host): Knock => ({
      kind: `${target.method} ${target.service}${target.path}: ${kind}`,
      service: target.service,
      bytes: bytesOf({
        method: target.method,
        path: target.path,
        host,
        headers: [
          ...headers,
          boundCookie(door.token, door.token),
          ...(target.body === undefined ? [] : [['Content-Type', 'application/json'] as const]),
        ],
        ...(target.body === undefined ? {} : { body: target.body }),
      }),
      // Without a word of where it came from the cookie is not taken for a caller at all.
      statuses: headers.some(([name]) => /^(origin|sec-fetch-site)$/i.test(name)) ? [403] : [401, 403],
      codes: ['csrf_refused', 'token_missing'],
      secrets: [door.token, door.house.secret, PASSWORD],
      also: (answer) => (answer.headers.has('set-cookie') ? ['sets a cookie'] : []),
    });
    const allowedElsewhere = (headers: Headers): boolean =>
      headers.some(([name, value]) => name === 'Origin' && value === other);
    return [
      ...origins(front.url, other)
        .filter(
          ([kind, headers]) => !(target.sameSite === true && allowedElsewhere(headers) && !kind.startsWith('cross')),
        )
        .map(([kind, headers]) => knock(kind, headers)),
      knock('a Host and an Origin of the attacker', [['Origin', 'http://attacker.invalid']], 'attacker.invalid'),
      knock('a forwarded host of the attacker', [
        ['Origin', 'http://attacker.invalid'],
        ['X-Forwarded-Host', 'attacker.invalid'],
        ['X-Forwarded-Proto', 'http'],
      ]),
    ];
  });
