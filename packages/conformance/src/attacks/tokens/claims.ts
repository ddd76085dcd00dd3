import { randomUUID } from 'node:crypto';
import type { BadToken, Forge, Members } from './forge.js';
import { rights } from './rights.js';
import { versions } from './versions.js';

const WRONG_TYPES: [string, unknown][] = [
  ['left out', undefined],
  ['null', null],
  ['true', true],
  ['false', false],
  ['0', 0],
  ['-1', -1],
  ['1.5', 1.5],
  ['an empty text', ''],
  ['a space', ' '],
  ['an empty list', []],
  ['an empty object', {}],
  ['a list of lists', [[]]],
];

/** Somebody may have no role, and rights that never changed. */
const RIGHT = new Set(['roles is an empty list', 'rv is 0']);

export function types(forge: Forge): BadToken[] {
  return Object.keys(forge.claims).flatMap((name) => [
    ...WRONG_TYPES.map(([kind, value]) => ({
      kind: `${name} is ${kind}`,
      token: forge.withClaims({ [name]: value }),
    })).filter(({ kind }) => !RIGHT.has(kind)),
    { kind: `${name} is a list of the right one`, token: forge.withClaims({ [name]: [forge.claims[name]] }) },
    {
      kind: `${name} is an object with the right one`,
      token: forge.withClaims({ [name]: { value: forge.claims[name] } }),
    },
    {
      kind: `${name} under a name in capitals`,
      token: forge.withClaims({ [name]: undefined, [name.toUpperCase()]: forge.claims[name] }),
    },
  ]);
}

export function issuer(forge: Forge): BadToken[] {
  const right = String(forge.claims['iss']);
  const url = new URL(right);
  const others = [
    ...[
      `${right}/`,
      `${right}//`,
      `${right}?`,
      `${right}#`,
      `${right} `,
      ` ${right}`,
      `${right}\u0000`,
      `${right}.`,
      `${right}/bank`,
      right.slice(0, -1),
      right.toUpperCase(),
    ],
    ...[
      right.replace('http:', 'https:'),
      right.replace('http:', ''),
      right.replace('http:', 'HTTP:'),
      right.replace('//', '//ada@'),
      right.replace('//', '///'),
    ],
    ...[
      `http://${url.hostname}`,
      `http://${url.hostname}:1`,
      `http://127.0.0.1:${url.port}`,
      `http://localhost:${url.port}`,
      `http://${url.hostname}.:${url.port}`,
    ],
    ...[
      `http://x${url.host}`,
      `http://${url.host}.attacker.invalid`,
      `http://attacker.invalid/${right}`,
      `http://attacker.invalid#${right}`,
      `http://${url.host}@attacker.invalid`,
    ],
    ...[
      'bank',
      'Bank',
      'retirement',
      'http://attacker.invalid',
      'file:///',
      'urn:bank',
      url.host,
      url.hostname,
      right.replace('bank', 'retirement'),
      '*',
      '.*',
      '^http',
    ],
    ...[right.replace('http', 'http\u200b'), right.replace('a', 'а'), `${right},${right}`, JSON.stringify([right])],
  ];
  return others.map((iss) => ({ kind: `iss ${JSON.stringify(iss)}`, token: forge.withClaims({ iss }) }));
}

export function audience(forge: Forge): BadToken[] {
  const right = forge.claims['aud'] as string[];
  const each = (change: (id: string) => string): string[] => right.map(change);
  const lists: [string, unknown, string?][] = [
    ['of another service only', ['no-service-of-this-deployment']],
    ...right.map((id): [string, unknown, string] => [`of all but ${id}`, right.filter((one) => one !== id), id]),
    ...right.map((id): [string, unknown] => [`as text, ${id}`, id]),
    ['as text, all', right.join(' ')],
    ['as text, all with a comma', right.join()],
    ...(right.length > 1 ? [['with all in one text', [right.join(' ')]] as [string, unknown]] : []),
    ['in capitals', each((id) => id.toUpperCase())],
    ['with spaces', each((id) => `${id} `)],
    ['with a NUL', each((id) => `${id}\u0000`)],
    ['with longer names', each((id) => `${id}s`)],
    ['with shorter names', each((id) => id.slice(0, -1))],
    ['with a star', ['*']],
    ['with a pattern', ['.*', right.join('|')]],
    ['with addresses', [String(forge.claims['iss'])]],
    ['nested', [right]],
    ['with numbers', [...right, 1]],
    ['with null', [...right, null]],
    ['with an object', [...right, {}]],
    ['with an empty text only', ['']],
    ['as an object', Object.fromEntries(right.map((id) => [id, true]))],
    ['as an object like a list', { ...right, length: right.length }],
    ['as an object with includes', { includes: right[0] }],
    ['__proto__', ['__proto__']],
    ['with a Cyrillic letter', each((id) => id.replace(/[aeo]/, 'а'))],
  ];
  return lists.map(([kind, aud, at]) => ({
    kind: `aud ${kind}`,
    token: forge.withClaims({ aud }),
    ...(at === undefined ? {} : { at }),
  }));
}

export function ids(forge: Forge): BadToken[] {
  return ['sub', 'sid', 'jti'].flatMap((name) => {
    const right = String(forge.claims[name]);
    const others = [
      ...[
        `${right} `,
        ` ${right}`,
        `${right}\n`,
        `${right}\u0000`,
        `{${right}}`,
        `urn:uuid:${right}`,
        right.slice(0, -1),
        `${right}0`,
        right.replaceAll('-', ''),
        right.replaceAll('-', '_'),
      ],
      ...[
        "' OR 1=1 --",
        `${right}'; DROP TABLE users; --`,
        '../../etc/passwd',
        '*',
        '%',
        '_',
        'admin',
        'root',
        'ada',
        '0',
        '1',
        'undefined',
        'null',
        '__proto__',
        'constructor',
        '😀',
      ],
      ...['x'.repeat(1_000), 'g'.repeat(8) + right.slice(8)],
      ...(right.toUpperCase() === right ? [] : [right.toUpperCase()]),
    ];
    return others.map((value) => ({
      kind: `${name} ${JSON.stringify(value).slice(0, 60)}`,
      token: forge.withClaims({ [name]: value }),
    }));
  });
}

/** Claims that say: this is not an access token (RFC 8725 §3.11, OpenID Connect, SET, DPoP, SD-JWT). */
export function otherKinds(forge: Forge): BadToken[] {
  const marks: Members = {
    nonce: 'n',
    at_hash: 'h',
    c_hash: 'h',
    s_hash: 'h',
    azp: 'bank',
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    toe: 1,
    txn: 'x',
    sub_id: { format: 'opaque' },
    htm: 'GET',
    htu: 'http://example.invalid',
    ath: 'h',
    cnf: { jkt: 'x' },
    act: { sub: 'attacker' },
    may_act: { sub: 'attacker' },
    token_use: 'refresh',
    token_type: 'refresh',
    use: 'refresh',
    typ: 'Refresh',
    refresh: true,
    purpose: 'password_reset',
    sid_hint: 'x',
    revoked: [],
    gen: 1,
    user_token_hash: 'x',
    _sd: [],
    vc: {},
    vp: {},
    client_id: 'x',
    scope: 'admin',
    scp: ['admin'],
    roles: ['admin'],
    role: 'admin',
    groups: ['admin'],
    admin: true,
    permissions: ['*'],
    email: 'ada@example.invalid',
    crit: ['exp'],
    alg: 'none',
    kid: forge.kid,
    foo: 'bar',
    '': 1,
    toString: 'x',
    hasOwnProperty: 'x',
  };
  const extra = Object.entries(marks).filter(([name]) => !Object.hasOwn(forge.claims, name));
  return extra.map(([name, value]) => ({
    kind: `an extra claim ${JSON.stringify(name)}`,
    token: forge.withClaims({ [name]: value }),
  }));
}

export function claims(forge: Forge): BadToken[] {
  const strange = {
    kind: 'a subject unlike any, and another type',
    token: forge.withClaims({ sub: randomUUID(), ver: 0 }),
  };
  return [
    ...types(forge),
    ...issuer(forge),
    ...audience(forge),
    ...ids(forge),
    ...otherKinds(forge),
    ...versions(forge),
    ...rights(forge),
    strange,
  ];
}
