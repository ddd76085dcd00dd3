import { createHash, generateKeyPairSync } from 'node:crypto';
import { encode, type BadToken, type Forge, type Members } from './forge.js';

const JSON_VALUES: [string, unknown][] = [
  ['left out', undefined],
  ['null', null],
  ['true', true],
  ['a number', 7],
  ['an empty text', ''],
  ['an empty list', []],
  ['an empty object', {}],
];

export function type(forge: Forge): BadToken[] {
  const spellings = [
    ...[
      'JWT',
      'jwt',
      'AT+JWT',
      'At+Jwt',
      'at+JWT',
      'application/at+jwt',
      'at+jwt ',
      ' at+jwt',
      'at+jwt\u0000',
      'at+jwt;v=1',
      'at jwt',
      'at%2Bjwt',
    ],
    ...[
      'at',
      'at+jws',
      'at+jwt+jwt',
      'svc+jwt',
      'revocations+jwt',
      'logout+jwt',
      'rt+jwt',
      'id+jwt',
      'secevent+jwt',
      'dpop+jwt',
      'oauth-authz-req+jwt',
    ],
    ...[
      'token-introspection+jwt',
      'vc+sd-jwt',
      'kb+jwt',
      'entity-statement+jwt',
      'passport',
      'JOSE',
      'JOSE+JSON',
      'refresh',
      'Bearer',
      'ID',
      '__proto__',
    ],
  ];
  return [
    ...spellings.map((typ) => ({ kind: `typ ${JSON.stringify(typ)}`, token: forge.withHeader({ typ }) })),
    ...JSON_VALUES.map(([name, typ]) => ({ kind: `typ is ${name}`, token: forge.withHeader({ typ }) })),
    { kind: 'typ is a list of the right one', token: forge.withHeader({ typ: ['at+jwt'] }) },
  ];
}

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

export function keyId(forge: Forge): BadToken[] {
  const { kid } = forge;
  const spellings = [
    ...[
      'unknown',
      '0',
      'default',
      '*',
      `${kid} `,
      ` ${kid}`,
      `${kid}\u0000`,
      `${kid}=`,
      kid.slice(0, -1),
      kid.slice(1),
      `${kid}${kid}`,
      `${kid},${kid}`,
    ],
    ...[
      kid.toUpperCase(),
      kid.toLowerCase(),
      kid.split('').toReversed().join(''),
      `./${kid}`,
      `../${kid}`,
      '../../../../dev/null',
      '/dev/null',
      '/proc/self/environ',
    ],
    ...[
      'file:///dev/null',
      'http://127.0.0.1:1/key',
      "' OR '1'='1",
      "x' UNION SELECT 'secret",
      '"; DROP TABLE users; --',
      '$(sleep 9)',
      '`sleep 9`',
      '| sleep 9',
      '{{7*7}}',
    ],
    ...[
      '${jndi:ldap://127.0.0.1/a}',
      '%s%s%s%n',
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      'valueOf',
      '__defineGetter__',
      'undefined',
      'null',
      'NaN',
    ],
    ...['k'.repeat(900), '😀', '\u202e'],
  ].filter((text) => text !== kid);
  return [
    ...[...new Set(spellings)].map((text) => ({
      kind: `kid ${JSON.stringify(text).slice(0, 60)}`,
      token: forge.withHeader({ kid: text }),
    })),
    { kind: 'kid is the secret, encoded', token: forge.withHeader({ kid: encode(forge.secret) }) },
    { kind: 'kid is the digest of the secret', token: forge.withHeader({ kid: digestOf(forge.secret) }) },
    ...JSON_VALUES.map(([name, value]) => ({ kind: `kid is ${name}`, token: forge.withHeader({ kid: value }) })),
    { kind: 'kid is a list of the right one', token: forge.withHeader({ kid: [kid] }) },
    { kind: 'kid is an object with the right one', token: forge.withHeader({ kid: { kid } }) },
    { kind: 'kid names nothing and the key is empty', token: forge.withHeader({ kid: '/dev/null' }, '') },
    { kind: 'kid is the key itself', token: forge.withHeader({ kid: 'attacker' }, 'attacker') },
  ];
}

/** RFC 7515 §4.1.11: what crit names must be understood; here nothing is. */
export function critical(forge: Forge): BadToken[] {
  const lists: [string, Members][] = [
    ['an empty crit', { crit: [] }],
    ['crit of exp', { crit: ['exp'], exp: forge.now + 600 }],
    ['crit of a member that is not there', { crit: ['exp'] }],
    ['crit of b64, true', { crit: ['b64'], b64: true }],
    ['crit of b64, false', { crit: ['b64'], b64: false }],
    ['b64 true without crit', { b64: true }],
    ['b64 false without crit', { b64: false }],
    ['b64 as text', { b64: 'false', crit: ['b64'] }],
    ['crit of alg', { crit: ['alg'] }],
    ['crit of kid and typ', { crit: ['kid', 'typ'] }],
    ['crit of crit', { crit: ['crit'] }],
    ['crit twice the same', { crit: ['b64', 'b64'], b64: true }],
    ['crit as text', { crit: 'exp' }],
    ['crit as an empty text', { crit: '' }],
    ['crit null', { crit: null }],
    ['crit true', { crit: true }],
    ['crit a number', { crit: 1 }],
    ['crit an object', { crit: { 0: 'exp', length: 1 } }],
    ['crit of null', { crit: [null] }],
    ['crit of a number', { crit: [1] }],
    ['crit of an empty text', { crit: [''], '': 1 }],
    [
      'crit of an unknown extension',
      { crit: ['http://example.invalid/UNDEFINED'], 'http://example.invalid/UNDEFINED': true },
    ],
    ['crit of __proto__', { crit: ['__proto__'] }],
    ['crit of constructor', { crit: ['constructor'] }],
    ['crit of a list', { crit: [['exp']] }],
    ['crit of a thousand', { crit: Array.from({ length: 300 }, (_, index) => `x${index}`) }],
  ];
  return lists.map(([kind, change]) => ({ kind, token: forge.withHeader(change) }));
}

/** Headers that offer a key of the attacker's own, each signed with it or truly. */
export function offeredKeys(forge: Forge): BadToken[] {
  const key = 'attacker-attacker-attacker-attacker';
  const jwk = { kty: 'oct', k: encode(key), alg: 'HS256', kid: forge.kid };
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
  const address = 'http://127.0.0.1:9/jwks.json';
  const offers: [string, Members][] = [
    ['jwk with an oct key', { jwk }],
    ['jwk with an RSA key', { jwk: { ...rsa, kid: forge.kid } }],
    ['jwk empty', { jwk: {} }],
    ['jwk null', { jwk: null }],
    ['jku', { jku: address }],
    ['jku of a file', { jku: 'file:///etc/passwd' }],
    ['jku of data', { jku: `data:application/json,${JSON.stringify({ keys: [jwk] })}` }],
    ['jku below the issuer', { jku: `${String(forge.claims['iss'])}/.well-known/jwks.json` }],
    ['x5u', { x5u: address }],
    ['x5c', { x5c: ['MIIB'] }],
    ['x5c empty', { x5c: [] }],
    ['x5t', { x5t: encode('thumbprint-20-bytes!') }],
    ['x5t#S256', { 'x5t#S256': encode('thumbprint') }],
    ['kid and jwk disagree', { kid: 'attacker', jwk: { ...jwk, kid: 'attacker' } }],
  ];
  return offers.flatMap(([name, change]) => [
    { kind: `${name}, signed with it`, token: forge.withHeader(change, key) },
    { kind: `${name}, signed truly`, token: forge.withHeader(change) },
  ]);
}

export function extraMembers(forge: Forge): BadToken[] {
  const extras: Members = {
    zip: 'DEF',
    cty: 'JWT',
    enc: 'A256GCM',
    epk: {},
    apu: 'AA',
    apv: 'AA',
    iv: 'AA',
    tag: 'AA',
    p2c: 2_000_000_000,
    p2s: 'AA',
    nonce: 'n',
    url: 'http://example.invalid',
    iss: forge.claims['iss'],
    sub: forge.claims['sub'],
    aud: forge.claims['aud'],
    exp: forge.now + 600,
    ppt: 'shaken',
    svt: [],
    iheight: 0,
    trust_chain: [],
    foo: 'bar',
    '': 'empty name',
    toString: 'x',
    hasOwnProperty: 'x',
    constructor: { prototype: { admin: true } },
    toJSON: 'x',
    then: 'x',
    length: 3,
    Alg: 'none',
    ALG: 'none',
    'alg ': 'none',
    'alg\u0000': 'none',
  };
  const own = `${forge.headerText().slice(0, -1)},"__proto__":{"alg":"none"}}`;
  return [
    ...Object.entries(extras).map(([name, value]) => ({
      kind: `an extra header member ${JSON.stringify(name)}`,
      token: forge.withHeader({ [name]: value }),
    })),
    { kind: 'an extra header member "__proto__"', token: forge.withHeaderText(own) },
    { kind: 'an empty header', token: forge.withHeaderText('{}') },
    { kind: 'only alg', token: forge.withHeader({ kid: undefined, typ: undefined }) },
  ];
}

export function header(forge: Forge): BadToken[] {
  return [...type(forge), ...keyId(forge), ...critical(forge), ...offeredKeys(forge), ...extraMembers(forge)];
}
