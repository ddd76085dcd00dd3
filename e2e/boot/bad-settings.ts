import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { ServiceId } from '../stack/paths.ts';

/** One wrong value, or a wrong combination, and the variables that the service's last words must name for it. */
export interface BadSetting {
  change: Record<string, string | undefined>;
  names: readonly string[];
  /** Content of a file; `@file` in a value stands for its path. */
  file?: string;
}

/** Errors of one variable after another. The columns are independent: the service is started with one of each at a time. */
export type Column = readonly BadSetting[];

function each(name: string, values: readonly (string | undefined)[]): Column {
  return values.map((value) => ({ change: { [name]: value }, names: [name] }));
}

const numbers = [
  undefined,
  '',
  ' ',
  'word',
  '-1',
  '1.5',
  '1e2',
  '0x50',
  'NaN',
  'Infinity',
  '99999999999999999999',
  '12abc',
  '٣',
];
// What has a default may be left out, or left empty as compose files do.
const optional = numbers.slice(3);

function oct(kid: string | undefined, more: object = {}): object {
  return {
    kty: 'oct',
    k: randomBytes(48).toString('base64url'),
    alg: 'HS256',
    ...(kid === undefined ? {} : { kid }),
    ...more,
  };
}

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

function keyFile(file: string): BadSetting {
  return { change: { JWT_SECRET: undefined, JWT_KEYS_FILE: '@file' }, names: ['JWT_KEYS_FILE'], file };
}

function ring(...keys: object[]): BadSetting {
  return keyFile(JSON.stringify({ keys, signing: 'a' }));
}

const ofOneService: Record<ServiceId, BadSetting[]> = {
  bank: [
    keyFile(JSON.stringify({ keys: [oct('a')], signing: 'b' })),
    ring({ ...ec, d: undefined, kid: 'a', alg: 'ES256' }),
  ],
  retirement: [keyFile(JSON.stringify({ keys: [{ ...ec, kid: 'a', alg: 'ES256' }] }))],
};

function keys(service: ServiceId): Column {
  return [
    ...each('JWT_SECRET', [
      undefined,
      '',
      'secret',
      'x'.repeat(31),
      'a'.repeat(64),
      'changeme'.repeat(6),
      'your-256-bit-secret-your-256-bit-secret',
    ]),
    {
      change: { JWT_KEYS_FILE: '@file' },
      names: ['JWT_SECRET', 'JWT_KEYS_FILE'],
      file: JSON.stringify({ keys: [oct('a')], signing: 'a' }),
    },
    { change: { JWT_SECRET: undefined, JWT_KEYS_FILE: '/nonexistent/keys.json' }, names: ['JWT_KEYS_FILE'] },
    ...['', '{"keys":[', '[]', '{"keys":[]}'].map(keyFile),
    ring(oct('a'), oct('a')),
    ring(oct('a'), oct(undefined)),
    ring(oct('a', { alg: undefined })),
    ring(oct('a', { alg: 'none' })),
    ring(oct('a', { k: 'c2hvcnQ' })),
    ring(oct('a', { k: Buffer.alloc(48).toString('base64url') })),
    ring({ ...rsa, kid: 'a', alg: 'RS256' }),
    ring({ ...ec, kid: 'a', alg: 'HS256' }),
    ring({ ...ec, y: ec.x, kid: 'a', alg: 'ES256' }),
    ...ofOneService[service],
  ];
}

const addresses = [
  ...[
    undefined,
    '',
    'ftp://bank.demo.localhost',
    'bank.demo.localhost',
    'http://',
    '//bank.demo.localhost',
    'http://ada:a-password-in-it@bank.demo.localhost:1',
  ],
  ...[
    'http://bank.demo.localhost:1/path',
    'http://bank.demo.localhost:1/?q=1',
    'javascript:alert(1)',
    'http://a b',
    'word',
  ],
];

const registry = (file: string): BadSetting => ({
  change: { SSO_REGISTRY_FILE: '@file' },
  names: ['SSO_REGISTRY_FILE'],
  file,
});
const bankEntry = { id: 'bank', name: 'Bank', url: 'http://bank.demo.localhost:1' };

const good = randomBytes(48).toString('base64url');
const refreshSecrets = [
  ...[undefined, '', 'secret', 'x'.repeat(31), 'a'.repeat(64), 'changeme'.repeat(6)],
  ...[`${good},`, `,${good}`, `${good},${good}`, `${good},secret`, `${good}, ,${good}x`],
];

const ofTheBank: Column[] = [
  each('REFRESH_SECRET', refreshSecrets),
  each('PASSWORD_COST', [...optional, '9', '15']),
  ...['THROTTLE_ACCOUNT', 'THROTTLE_ADDRESS', 'THROTTLE_REGISTER'].map((name) => each(name, optional)),
  [
    ...each('SSO_REGISTRY_FILE', [undefined, '/nonexistent/registry.json', '/tmp']),
    ...['', '[{', '[]', '{}', '[1]', JSON.stringify([bankEntry, bankEntry])].map(registry),
    ...['bank', 'javascript:alert(1)', 7, null].map((url) => registry(JSON.stringify([{ ...bankEntry, url }]))),
  ],
];

/** What a file, a shell or an editor adds to values that are right without it. */
function stray(service: ServiceId): Column[] {
  const values: Record<string, string> = {
    PUBLIC_URL: `http://${service}.demo.localhost:1`,
    OPS_TOKEN: good,
    HOST: '127.0.0.1',
  };
  const own = service === 'bank' ? { REFRESH_SECRET: good } : { BANK_URL: 'http://127.0.0.1:1' };
  const ends = (value: string): string[] => [
    `${value}\n`,
    `${value}\r\n`,
    ` ${value}`,
    `"${value}"`,
    `\uFEFF${value}`,
    `${value}\u200B`,
  ];
  const secret = ends(good).map((value) => ({ change: { JWT_SECRET: value }, names: ['JWT_SECRET'] }));
  return [secret, ...Object.entries({ ...values, ...own }).map(([name, value]) => each(name, ends(value)))];
}

/** Values that are right one by one and wrong together; each has a start of its own, as the others are right. */
/** Open to others outside of one machine. */
const open: Column = [
  { change: { PUBLIC_URL: 'https://demo.example.com' }, names: ['TRUSTED_PROXY_HOPS', 'OPS_TOKEN'] },
  { change: { DATABASE_URL: 'postgres://a:a-password-in-it@db.example.com/x' }, names: ['DATABASE_URL'] },
];

const together: Record<ServiceId, Column> = {
  bank: [
    ...open,
    { change: { SSO_COOKIE_DOMAIN: 'example.com' }, names: ['PUBLIC_URL'] },
    { change: { SSO_ISSUER: 'http://other.demo.localhost:1' }, names: ['SSO_ISSUER'] },
  ],
  retirement: [
    ...open,
    { change: { SSO_COOKIE_DOMAIN: 'example.com' }, names: ['PUBLIC_URL'] },
    ...['http://bank:3001', 'http://10.0.0.1:3001'].map((url) => ({ change: { BANK_URL: url }, names: ['BANK_URL'] })),
  ],
};

function columns(service: ServiceId): Column[] {
  return [
    each('PORT', [...numbers, '65536']),
    ...['TRUSTED_PROXY_HOPS', 'TOKEN_TTL', 'SESSION_ABSOLUTE'].map((name) => each(name, optional)),
    ...['TOKEN_RENEW_AFTER', 'SESSION_IDLE', 'REFRESH_GRACE'].map((name) => each(name, optional)),
    ...['PUBLIC_URL', 'SSO_ISSUER'].map((name) => each(name, addresses)),
    each('DATABASE_URL', [
      undefined,
      '',
      'mysql://a:a-password-in-it@127.0.0.1/x',
      'postgres://',
      '/var/run/postgresql',
      'http://127.0.0.1/x',
      'word',
    ]),
    each('SSO_COOKIE_DOMAIN', [
      undefined,
      '',
      'localhost',
      'com',
      'co.uk',
      'github.io',
      '127.0.0.1',
      '.',
      'demo localhost',
    ]),
    each('LOG_LEVEL', ['loud', 'INFO!', '30']),
    each('OPS_TOKEN', ['short', 'an-ops-token', 'a'.repeat(64), 'change-me-change-me-change-me-change-me']),
    ...['DRAIN_GRACE', 'KEEP_ALIVE'].map((name) =>
      each(
        name,
        optional.filter((value) => value !== '1.5'),
      ),
    ),
    each('ALLOW_PLAIN_INTERNAL', ['yes', '1', 'TRUE']),
    ...stray(service),
    keys(service),
    ...(service === 'bank'
      ? ofTheBank
      : [each('BANK_URL', ['the bank', 'ftp://bank.demo.localhost', 'javascript:alert(1)'])]),
  ];
}

/** The starts: the first of every column, the second of every column …, then what is only wrong together. */
export function badStarts(service: ServiceId): BadSetting[][] {
  const all = columns(service);
  const length = Math.max(...all.map((column) => column.length));
  const rows = Array.from({ length }, (_, index) => all.flatMap((column) => column[index] ?? []));
  return [...rows, ...together[service].map((one) => [one])];
}
