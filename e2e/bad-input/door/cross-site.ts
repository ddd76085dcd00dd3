import { PASSWORD } from '../../stack/test-user.js';
import { bytesOf } from '../../stack/raw-http.js';
import { boundCookie } from '../tokens/forge.js';
import type { Knock, Knocks } from './knock.js';

export type Headers = readonly (readonly [string, string])[];

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

/** What a browser, or something that plays one, says of a call that did not come from the service's own page. */
export function origins(own: string, other: string): [string, Headers, 'other service'?][] {
  const port = own.replace(/\d+$/, '1');
  const foreign = [
    'http://attacker.invalid',
    'null',
    '',
    other,
    port,
    own.replace('http:', 'https:'),
    `${own}.attacker.invalid`,
    own.replace('//', '//x'),
    `${own}/`,
    own.toUpperCase(),
    `${own}, ${own}`,
    'file://',
    '*',
    'http://127.0.0.1',
    own.replace(/:\d+$/, ''),
  ];
  const site = (value: string, ...more: Headers): Headers => [['Sec-Fetch-Site', value], ...more];
  return [
    ...foreign.map((origin): [string, Headers] => [`only Origin ${origin || '(empty)'}`, [['Origin', origin]]]),
    [
      'Origin twice',
      [
        ['Origin', own],
        ['Origin', 'http://attacker.invalid'],
      ],
    ],
    ['only a Referer of its own', [['Referer', `${own}/`]]],
    ['no word of where from', []],
    ['cross-site', site('cross-site')],
    ['cross-site, Origin its own', site('cross-site', ['Origin', own])],
    ['cross-site, Origin foreign', site('cross-site', ['Origin', 'http://attacker.invalid'])],
    ['cross-site, Origin null', site('cross-site', ['Origin', 'null'])],
    ['none', site('none')],
    ['none, Origin its own', site('none', ['Origin', own])],
    ['same-site without Origin', site('same-site')],
    ['same-site, Origin unknown', site('same-site', ['Origin', port])],
    ['same-site, Origin null', site('same-site', ['Origin', 'null'])],
    ['same-site, Origin of the other service', site('same-site', ['Origin', other]), 'other service'],
    ['an empty Sec-Fetch-Site', site('', ['Origin', 'http://attacker.invalid'])],
    ['an unknown Sec-Fetch-Site', site('same-house', ['Origin', 'http://attacker.invalid'])],
    ['two values of Sec-Fetch-Site', site('same-origin, cross-site')],
    [
      'Sec-Fetch-Site twice',
      [
        ['Sec-Fetch-Site', 'same-origin'],
        ['Sec-Fetch-Site', 'cross-site'],
      ],
    ],
  ];
}

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
