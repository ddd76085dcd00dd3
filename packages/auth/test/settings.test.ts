import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ConfigError, defineConfig, loadConfig, serviceSettings } from '@latchkey/service';
import { authErrors, authSettings } from '../src/index.js';
import { ecJwk, ecPair, octJwk } from '@latchkey/testing/tokens';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));
const { PUBLIC_URL } = serviceSettings;

const good = {
  PUBLIC_URL: 'https://retirement.example.com',
  JWT_SECRET: randomBytes(32).toString('hex'),
  SSO_ISSUER: 'https://bank.example.com',
  SSO_COOKIE_DOMAIN: 'example.com',
};

/** The errors of an environment, each as `NAME problem`. */
function faults(changes: Record<string, string | undefined>, holdsPrivateKeys = false): string[] {
  const definition = defineConfig({ PUBLIC_URL, ...authSettings }, (values) =>
    authErrors(values, { holdsPrivateKeys }),
  );
  try {
    loadConfig(definition, { ...good, ...changes });
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    for (const fault of (error as ConfigError).errors) expect(fault.fix).not.toBe('');
    return (error as ConfigError).errors.map(({ name, problem }) => `${name} ${problem}`);
  }
}

const file = (content: object): string => {
  const path = join(folder, randomBytes(4).toString('hex'));
  writeFileSync(path, JSON.stringify(content));
  return path;
};

test('a good environment has no fault, with either source of keys', () => {
  expect(faults({})).toEqual([]);
  expect(faults({ JWT_SECRET: undefined, JWT_KEYS_FILE: file({ keys: [octJwk(randomBytes(32), 'h1')] }) })).toEqual([]);
  expect(faults({ PUBLIC_URL: 'https://bank.example.com' }, true)).toEqual([]);
});

describe('keys', () => {
  const keys = file({ keys: [octJwk(randomBytes(32), 'h1')] });
  test('both sources, or neither', () => {
    expect(faults({ JWT_KEYS_FILE: keys })).toEqual(['JWT_SECRET and JWT_KEYS_FILE are both set']);
    expect(faults({ JWT_SECRET: undefined })).toEqual(['JWT_SECRET and JWT_KEYS_FILE are both missing']);
    expect(faults({ JWT_SECRET: '' })).toEqual(['JWT_SECRET and JWT_KEYS_FILE are both missing']);
  });

  test('a weak secret', () => {
    expect(faults({ JWT_SECRET: 'short' })).toEqual(['JWT_SECRET is 5 bytes long; it needs at least 32']);
    expect(faults({ JWT_SECRET: 'change-me-'.repeat(5) })).toEqual([
      'JWT_SECRET looks like a placeholder, not like random bytes',
    ]);
  });

  test('a file that is missing, broken, or holds the private key of the bank', () => {
    const only = (path: string): string[] => faults({ JWT_SECRET: undefined, JWT_KEYS_FILE: path });
    expect(only('/nowhere/keys.json')).toEqual(['JWT_KEYS_FILE names a file that cannot be read (/nowhere/keys.json)']);
    expect(only(folder)).toEqual([`JWT_KEYS_FILE names a file that cannot be read (${folder})`]);
    expect(only(file({ keys: [] }))[0]).toMatch(/^JWT_KEYS_FILE is not a JWK Set/);
    expect(only(file({ keys: [ecJwk(ecPair().privateKey, 'e1')] }))).toEqual([
      'JWT_KEYS_FILE holds the private part of key e1, which only the bank may have',
    ]);
  });
});

describe('cookie domain', () => {
  test.each([
    ['localhost', 'is a public suffix, for which browsers refuse cookies'],
    ['com', 'is a public suffix, for which browsers refuse cookies'],
    ['co.uk', 'is a public suffix, for which browsers refuse cookies'],
    ['github.io', 'is a public suffix, for which browsers refuse cookies'],
    ['s3.amazonaws.com', 'is a public suffix, for which browsers refuse cookies'],
    ['intranet', 'is a public suffix, for which browsers refuse cookies'],
    ['.example.com', 'starts with a dot'],
    ['Example.com', 'is no host name in lower case'],
    ['example.com.', 'is no host name in lower case'],
    ['https://example.com', 'is no host name in lower case'],
    ['example.com:443', 'is no host name in lower case'],
    ['example.com; Path=/x', 'is no host name in lower case'],
    ['example..com', 'is no host name in lower case'],
    ['127.0.0.1', 'is an IP address'],
    ['[::1]', 'is no host name in lower case'],
  ])('%s is refused', (domain, words) =>
    expect(faults({ SSO_COOKIE_DOMAIN: domain })).toEqual([`SSO_COOKIE_DOMAIN ${words}`]),
  );

  test('PUBLIC_URL and SSO_ISSUER lie inside', () => {
    expect(faults({ PUBLIC_URL: 'https://retirement.example.org' })).toEqual([
      'PUBLIC_URL is outside SSO_COOKIE_DOMAIN (example.com)',
    ]);
    expect(faults({ PUBLIC_URL: 'https://badexample.com' })).toEqual([
      'PUBLIC_URL is outside SSO_COOKIE_DOMAIN (example.com)',
    ]);
    expect(faults({ SSO_ISSUER: 'https://bank.example.org' })).toEqual([
      'SSO_ISSUER is outside SSO_COOKIE_DOMAIN (example.com)',
    ]);
    expect(faults({ PUBLIC_URL: 'https://example.com' })).toEqual([]);
  });
});

describe('addresses', () => {
  const local = {
    PUBLIC_URL: 'http://retirement.demo.localhost:3002',
    SSO_ISSUER: 'http://bank.demo.localhost:3001',
    SSO_COOKIE_DOMAIN: 'demo.localhost',
  };
  test('plain http is for localhost names', () => {
    expect(faults(local)).toEqual([]);
    expect(faults({ SSO_ISSUER: 'http://bank.example.com' })).toEqual(['SSO_ISSUER is http']);
    expect(faults({ PUBLIC_URL: 'http://retirement.example.com' })).toEqual(['PUBLIC_URL is http']);
    expect(faults({ ...local, SSO_ISSUER: 'http://demo.localhost.example.com' })).toContain('SSO_ISSUER is http');
  });

  test('the bank is its own issuer', () => {
    const bank = { PUBLIC_URL: 'https://bank2.example.com' };
    expect(faults(bank, true)).toEqual(["SSO_ISSUER is not this service's PUBLIC_URL (https://bank2.example.com)"]);
    expect(faults({ PUBLIC_URL: 'https://bank.example.com:8443' }, true)).toHaveLength(1);
  });

  test('an issuer is an origin', () => {
    expect(faults({ SSO_ISSUER: 'https://bank.example.com/sso' })).toEqual([
      'SSO_ISSUER has more than scheme, host and port',
    ]);
    expect(faults({ SSO_ISSUER: 'bank' })).toEqual(['SSO_ISSUER is not a URL']);
  });
});

test('a token may not outlive its session', () => {
  expect(faults({ TOKEN_TTL: '900', SESSION_ABSOLUTE: '800', SESSION_IDLE: '800' })).toEqual([
    'TOKEN_TTL is longer than SESSION_ABSOLUTE',
  ]);
  expect(faults({ TOKEN_TTL: '0' })).toEqual(['TOKEN_TTL is below 1']);
});

test('all faults are told at once', () => {
  const all = faults({
    JWT_SECRET: 'short',
    SSO_ISSUER: 'http://bank.example.com',
    SSO_COOKIE_DOMAIN: 'com',
    TOKEN_TTL: 'x',
  });
  expect(all).toHaveLength(4);
});
