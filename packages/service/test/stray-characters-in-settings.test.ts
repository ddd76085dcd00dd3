import { describe, expect, test } from '@jest/globals';
import { textError } from '../src/config/text.rules.js';
import { ConfigError, loadConfig, setting, defineConfig } from '../src/index.js';
import { demoConfig } from './demo/demo-service.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demoProcess } from './demo/demo-process.js';

const SECRET = 'q8Zt1fVbW0kXr3Yh7uLs2nPd5mCgEaJo9Ri4Tx6w';

describe('what an editor, a shell or a file adds to a value is named, never quoted', () => {
  test.each([
    [`${SECRET}\n`, 'ends with a line end (U+000A)'],
    [`${SECRET}\r\n`, 'ends with a line end (U+000A)'],
    [`${SECRET}\r`, 'ends with a line end (U+000D)'],
    [`${SECRET}\u2028`, 'ends with a line end (U+2028)'],
    [`\n${SECRET}`, 'begins with a line end (U+000A)'],
    [`${SECRET} `, 'ends with white space (U+0020)'],
    [`\t${SECRET}`, 'begins with white space (U+0009)'],
    [`${SECRET}\u3000`, 'ends with white space (U+3000)'],
    [`\uFEFF${SECRET}`, 'begins with a byte order mark (U+FEFF)'],
    [`${SECRET}\u00A0`, 'ends with a non-breaking space (U+00A0)'],
    [`"${SECRET}"`, 'ends with a quote (U+0022)'],
    [`'${SECRET}`, 'begins with a quote (U+0027)'],
    [`“${SECRET}`, 'begins with a quote (U+201C)'],
    [`${SECRET}\u200B`, 'ends with an invisible character (U+200B)'],
    [`${SECRET}\u00AD`, 'ends with an invisible character (U+00AD)'],
    [`${SECRET}\0`, 'ends with an invisible character (U+0000)'],
    [`abc\0${SECRET}`, 'holds an invisible character (U+0000)'],
    [`abc\u200D${SECRET}`, 'holds an invisible character (U+200D)'],
    [`abc\uFEFF${SECRET}`, 'holds a byte order mark (U+FEFF)'],
    [`abc\u00A0${SECRET}`, 'holds a non-breaking space (U+00A0)'],
    [`abc\n${SECRET}`, 'holds a line end (U+000A)'],
    [`abc\uFFFD${SECRET}`, 'holds bytes that are not UTF-8'],
    [' ', 'ends with white space (U+0020)'],
    ['"', 'ends with a quote (U+0022)'],
  ])('%j %s', (text, problem) => {
    expect(textError(text)).toBe(problem);
  });

  test.each([SECRET, "it's", 'a b', 'ключ', '🔑', '/srv/a folder/keys.json', 'a"b'])('%j is whole', (text) => {
    expect(textError(text)).toBeUndefined();
  });

  test('a list may stand on several lines, but not begin or end with one', () => {
    expect(textError('a=b\n  c=d', true)).toBeUndefined();
    expect(textError('a=b\n', true)).toContain('ends with');
    expect(textError('a=b\0c', true)).toContain('U+0000');
  });
});

test('every setting of every kind is held to it', () => {
  for (const name of Object.keys(demoConfig.settings)) {
    const good = {
      DATABASE_URL: 'postgres://u:p@127.0.0.1/d',
      OPS_TOKEN: SECRET,
      PORT: '80',
      BANK_URL: 'http://a.localhost',
    };
    const env = demoEnvironment({
      ...good,
      ALLOW_PLAIN_INTERNAL: 'true',
      [name]: `${good[name as 'PORT'] ?? 'true'}\n`,
    });
    expect(() => loadConfig(demoConfig, env)).toThrow(`${name} ends with a line end (U+000A). Take it away.`);
  }
  const kinds = defineConfig({ A: setting.file({ describe: 'a' }), B: setting.boolean({ describe: 'b' }) });
  expect(() => loadConfig(kinds, { A: '/tmp ', B: 'true ' })).toThrow(/A ends with.*\nB ends with/);
});

test('all of them are reported at once with the other errors, before anything listens, and no secret is quoted', async () => {
  const env = { OPS_TOKEN: `${SECRET}\n`, PUBLIC_URL: ' http://demo.localhost', GREETING: '"hello"', PORT: 'x' };
  const process = demoProcess('main.ts', env);
  expect(await process.exit).toBe(78);
  for (const name of Object.keys(env)) expect(process.output()).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(process.output()).not.toContain(SECRET);
});

test('migrate is held to it, too', async () => {
  const process = demoProcess('migrate.ts', { DATABASE_URL: 'postgres://u:p@127.0.0.1/d\n' });
  expect(await process.exit).toBe(78);
  expect(process.output()).toContain('DATABASE_URL ends with a line end');
});

test('a fault of a value is an error of the configuration', () => {
  expect(() => loadConfig(demoConfig, demoEnvironment({ GREETING: ' x' }))).toThrow(ConfigError);
});
