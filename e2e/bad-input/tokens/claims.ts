import { randomUUID } from 'node:crypto';
import type { BadToken, Forge, Members } from './forge.js';

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

function types(forge: Forge): BadToken[] {
  return Object.keys(forge.claims).flatMap((name) => [
    ...WRONG_TYPES.map(([kind, value]) => ({ kind: `${name} is ${kind}`, token: forge.withClaims({ [name]: value }) })),
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

function issuer(forge: Forge): BadToken[] {
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

function audience(forge: Forge): BadToken[] {
  const lists: [string, unknown, ('bank' | 'retirement')?][] = [
    ['of another service only', ['pension']],
    ['of the bank only', ['bank'], 'retirement'],
    ['of retirement only', ['retirement'], 'bank'],
    ['as text, the bank', 'bank'],
    ['as text, retirement', 'retirement'],
    ['as text, both', 'bank retirement'],
    ['as text, both with a comma', 'bank,retirement'],
    ['with both in one text', ['bank retirement']],
    ['in capitals', ['BANK', 'RETIREMENT']],
    ['with spaces', ['bank ', ' retirement']],
    ['with a NUL', ['bank\u0000', 'retirement\u0000']],
    ['with longer names', ['banks', 'retirements']],
    ['with shorter names', ['ban', 'retiremen']],
    ['with a star', ['*']],
    ['with a pattern', ['.*', 'bank|retirement']],
    ['with addresses', [String(forge.claims['iss'])]],
    ['nested', [['bank', 'retirement']]],
    ['with numbers', ['bank', 'retirement', 1]],
    ['with null', ['bank', 'retirement', null]],
    ['with an object', ['bank', 'retirement', {}]],
    ['with an empty text only', ['']],
    ['as an object', { bank: true, retirement: true }],
    ['as an object like a list', { 0: 'bank', 1: 'retirement', length: 2 }],
    ['as an object with includes', { includes: 'bank' }],
    ['__proto__', ['__proto__']],
    ['of a Cyrillic bank', ['bаnk', 'retirеment']],
  ];
  return lists.map(([kind, aud, at]) => ({
    kind: `aud ${kind}`,
    token: forge.withClaims({ aud }),
    ...(at === undefined ? {} : { at }),
  }));
}

function ids(forge: Forge): BadToken[] {
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
function otherKinds(forge: Forge): BadToken[] {
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
  return Object.entries(marks).map(([name, value]) => ({
    kind: `an extra claim ${JSON.stringify(name)}`,
    token: forge.withClaims({ [name]: value }),
  }));
}

function version(forge: Forge): BadToken[] {
  const versions = ['1', 2, 1.5, '1.0', [1], 1_000, -1, 'v1'];
  return versions.map((ver) => ({ kind: `ver ${JSON.stringify(ver)}`, token: forge.withClaims({ ver }) }));
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
    ...version(forge),
    strange,
  ];
}
