import { describe, expect, test } from '@jest/globals';
import { ConfigError, defineConfig, loadConfig, renderEnvExample, renderSettingsTable, setting } from '../src/index.js';
import { demoConfig } from './demo/demo-service.js';
import { demoEnvironment } from './demo/demo-environment.js';

const env = (over: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  demoEnvironment({ DATABASE_URL: 'postgres://u:hunter2@127.0.0.1/d', ...over });

function errorsOf(over: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(demoConfig, env(over));
  } catch (error) {
    if (error instanceof ConfigError) return error.errors.map(({ name, problem }) => `${name} ${problem}`);
    throw error;
  }
  return [];
}

describe('configuration', () => {
  test('is typed, complete and frozen', () => {
    const config = loadConfig(demoConfig, env({ PORT: '4100', TRUSTED_PROXY_HOPS: '' }));
    expect(config).toMatchObject({ PORT: 4100, GREETING: 'hello', TRUSTED_PROXY_HOPS: 0, LOG_LEVEL: 'silent' });
    expect(config.PUBLIC_URL.origin).toBe('http://demo.localhost:4100');
    expect(config.OPS_TOKEN).toBeUndefined();
    expect(Object.isFrozen(config)).toBe(true);
  });

  test('reports every error at once, those of rules too', () => {
    const definition = defineConfig(
      { A: setting.integer({ describe: 'a' }), B: setting.boolean({ describe: 'b' }) },
      ({ A }) => (A === undefined ? [{ name: 'A', problem: 'and B do not fit', fix: 'Change one.' }] : []),
    );
    const load = (): unknown => loadConfig(definition, { A: 'x', B: 'yes' });
    expect(load).toThrow('A is not a whole number');
    expect(load).toThrow('B is neither true nor false');
    expect(load).toThrow('A and B do not fit. Change one.');
  });

  test.each([
    ['a missing variable', { PORT: undefined }, 'PORT is missing'],
    ['an empty variable', { PUBLIC_URL: '' }, 'PUBLIC_URL is missing'],
    ['text for a number', { PORT: '80x' }, 'PORT is not a whole number'],
    ['a fraction', { PORT: '1e3' }, 'PORT is not a whole number'],
    ['a port above the last', { PORT: '65536' }, 'PORT is above 65535'],
    ['a negative number', { TRUSTED_PROXY_HOPS: '-1' }, 'TRUSTED_PROXY_HOPS is below 0'],
    ['a URL without scheme', { PUBLIC_URL: 'bank' }, 'PUBLIC_URL is not a URL'],
    ['a URL of another scheme', { PUBLIC_URL: 'ftp://x' }, 'PUBLIC_URL is not an http(s) URL'],
    ['a public URL with a path', { PUBLIC_URL: 'http://x/y' }, 'PUBLIC_URL has more than scheme, host and port'],
    ['a URL with a password', { BANK_URL: 'http://u:p@x' }, 'BANK_URL contains a user name or password'],
    ['another database', { DATABASE_URL: 'mysql://hunter2@x/y' }, 'DATABASE_URL is not a PostgreSQL URL'],
    ['an unknown word', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL is none of trace, debug, info, warn, error, fatal, silent'],
    ['a short secret', { OPS_TOKEN: 'hunter2' }, 'OPS_TOKEN is 7 bytes long; it needs at least 32'],
  ])('refuses %s', (_what, over, error) => {
    expect(errorsOf(over)).toEqual([error]);
  });

  test.each([
    ['a file that is not there', '/no/such/file'],
    ['a folder', '/'],
  ])('refuses %s for a file', (_what, path) => {
    const definition = defineConfig({ KEYS: setting.file({ describe: 'keys' }) });
    expect(() => loadConfig(definition, { KEYS: path })).toThrow(`KEYS names a file that cannot be read (${path})`);
  });

  test('never quotes a secret', () => {
    const error = new ConfigError([]);
    expect(error.errors).toEqual([]);
    expect(errorsOf({ OPS_TOKEN: 'hunter2', DATABASE_URL: 'hunter2', PORT: 'x' }).join()).not.toContain('hunter2');
  });

  test('explains itself as a file and as a table', () => {
    const file = renderEnvExample(demoConfig);
    expect(file).toContain('PORT=3001');
    expect(file).toContain('# GREETING=hello');
    expect(renderSettingsTable(demoConfig)).toContain('| `OPS_TOKEN` | secret | unset |');
    expect(renderSettingsTable(demoConfig)).toContain('trace \\| debug');
  });
});
