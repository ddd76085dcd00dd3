import { describe, expect, test } from '@jest/globals';
import { isLoopbackHost } from '../src/config/local-address.rules.js';
import { ConfigError, loadConfig, plainAddressErrors } from '../src/index.js';
import { demoConfig } from './demo/demo-service.js';
import { demoEnvironment } from './demo/demo-environment.js';

const TOKEN = 'Qm7cV2xLr9TzYb4nWk8sHd3gJf6pAe1uXoRiEtNhBw';
const LOCAL = 'postgres://u:p@127.0.0.1/d';

function errorsOf(over: NodeJS.ProcessEnv): string[] {
  try {
    loadConfig(demoConfig, demoEnvironment({ DATABASE_URL: LOCAL, ...over }));
    return [];
  } catch (error) {
    return (error as ConfigError).errors.map(({ name, problem }) => `${name} ${problem}`);
  }
}

describe('a service that the world reaches', () => {
  const PUBLIC_URL = 'https://bank.example.com';

  test('is told of its proxy and has a token for operators, or does not start', () => {
    expect(errorsOf({ PUBLIC_URL })).toEqual([
      'TRUSTED_PROXY_HOPS is 0, but https://bank.example.com needs a proxy in front that speaks TLS',
      'OPS_TOKEN is missing, and the service is not on one machine with whoever asks it',
    ]);
    expect(errorsOf({ PUBLIC_URL, TRUSTED_PROXY_HOPS: '1' })).toHaveLength(1);
    expect(errorsOf({ PUBLIC_URL, TRUSTED_PROXY_HOPS: '1', OPS_TOKEN: TOKEN })).toEqual([]);
  });

  test.each(['https://demo.localhost', 'http://localhost:3001', 'https://a.b.localhost'])('%s needs neither', (url) => {
    expect(errorsOf({ PUBLIC_URL: url })).toEqual([]);
  });

  test.each(['https://localhost.example.com', 'https://notlocalhost', 'https://10.0.0.1'])('%s needs both', (url) => {
    expect(errorsOf({ PUBLIC_URL: url })).toHaveLength(2);
  });

  test('one error of a setting is told once', () => {
    expect(errorsOf({ PUBLIC_URL, TRUSTED_PROXY_HOPS: 'x', OPS_TOKEN: 'short' })).toEqual([
      'TRUSTED_PROXY_HOPS is not a whole number',
      'OPS_TOKEN is 5 bytes long; it needs at least 32',
    ]);
  });
});

test.each(['an-ops-token', 'change-me-change-me-change-me-change-me', 'a'.repeat(64), 'abc123'.repeat(8)])(
  'the token of operators is no secret that can be guessed: %s',
  (token) => {
    const [error, ...others] = errorsOf({ OPS_TOKEN: token });
    expect(error).toMatch(/^OPS_TOKEN (is|looks)/);
    expect(error).not.toContain(token);
    expect(others).toEqual([]);
  },
);

describe('a database on another host', () => {
  const CLEAR = 'DATABASE_URL is a connection in clear to another host (db.example.com)';
  const UNCHECKED = 'DATABASE_URL does not check who answers at db.example.com: anyone on the way can';

  test.each([
    ['', CLEAR],
    ['?sslmode=disable', CLEAR],
    ['?ssl=0', CLEAR],
    ['?sslmode=no-verify', UNCHECKED],
    ['?uselibpqcompat=true&sslmode=require', UNCHECKED],
    ['?uselibpqcompat=true&sslmode=prefer', UNCHECKED],
  ])('%s is refused, unless the network is trusted', (query, error) => {
    const DATABASE_URL = `postgres://u:p@db.example.com/d${query}`;
    expect(errorsOf({ DATABASE_URL })).toEqual([error]);
    expect(errorsOf({ DATABASE_URL, ALLOW_PLAIN_INTERNAL: 'true' })).toEqual([]);
  });

  test.each(['?sslmode=verify-full', '?sslmode=require', '?ssl=true'])('%s is checked by the driver', (query) => {
    expect(errorsOf({ DATABASE_URL: `postgres://u:p@db.example.com/d${query}` })).toEqual([]);
  });

  test.each([
    'postgres://u:p@127.8.9.1/d',
    'postgres://u:p@[::1]:5432/d',
    'postgres://u:p@localhost/d',
    'postgres://u:p@db.localhost/d',
    'postgres://u:p@localhost/d?host=/var/run/postgresql',
    'postgres://u:p@%2Fvar%2Frun%2Fpostgresql/d',
  ])('%s never leaves the machine', (DATABASE_URL) => {
    expect(errorsOf({ DATABASE_URL })).toEqual([]);
  });

  test('a host that is hidden in the query counts', () => {
    expect(errorsOf({ DATABASE_URL: 'postgres://u:p@localhost/d?host=db.example.com' })).toEqual([CLEAR]);
  });
});

test('an address in clear is a error unless it is loopback or allowed', () => {
  const error = (url: string, isAllowed = false) => plainAddressErrors('BANK_URL', new URL(url), isAllowed).length;
  expect(['http://127.1', 'http://[::1]:1', 'http://bank.localhost', 'https://bank'].map((url) => error(url))).toEqual([
    0, 0, 0, 0,
  ]);
  expect(['http://bank:3001', 'http://10.0.0.1', 'http://0.0.0.0'].map((url) => error(url))).toEqual([1, 1, 1]);
  expect(error('http://bank:3001', true)).toBe(0);
});

test.each([
  ['127.0.0.1', true],
  ['127.255.0.9', true],
  ['::1', true],
  ['0:0:0:0:0:0:0:1', true],
  ['::ffff:127.0.0.1', true],
  ['LOCALHOST', true],
  ['localhost.', true],
  ['127.example.com', false],
  ['128.0.0.1', false],
  ['::2', false],
  ['fe80::1', false],
  ['localhost.com', false],
])('%s is loopback: %s', (host, is) => {
  expect(isLoopbackHost(host)).toBe(is);
});
