import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { expect, test } from '@playwright/test';
import { freePort } from '../stack/free-port.ts';
import { conformance, placeFor } from './command.ts';
import { expectWellFormed } from './junit.ts';
import { allProbes, chapters, readOptions, RULES, type Options, type RuleName } from '@latchkey/conformance';
import { PAGE, pageAsItMustBe } from './probe-table.ts';
import { PLACES, placesAsTheyMustBe } from './rule-places.ts';

const SECRET = 'a secret that stands in no output whatever happens';
const key = { LATCHKEY_SECRET: SECRET };
const URL = 'http://127.0.0.1:1';

test('docs/conformance.md tells of each probe as it is', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(pageAsItMustBe());
  expect(new Set(allProbes.map(({ id }) => id)).size).toBe(allProbes.length);
});

test('each rule of the contract stands in one place of a service without our library, and in a section of the contract', () => {
  expect(readFileSync(PLACES, 'utf8')).toBe(placesAsTheyMustBe());
  const anchors = new Set(
    Array.from(readFileSync(PAGE, 'utf8').matchAll(/^#+ (.+)$/gm), ([, title = '']) => anchorOf(title)),
  );
  expect(Object.values(RULES).filter(({ section }) => !anchors.has(section))).toEqual([]);
  const used = new Set(allProbes.flatMap(({ rules }) => rules));
  expect(Object.keys(RULES).filter((name) => !used.has(name as RuleName))).toEqual([]);
});

const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');

test('says what it can do, and names its probes', async () => {
  expect(await conformance(['--help'])).toMatchObject({ code: 0, output: expect.stringContaining('--play-bank PORT') });
  const { code, output } = await conformance(['--list']);
  expect(code).toBe(0);
  for (const { id } of allProbes) expect(output).toContain(id);
});

test('takes chapters for their probes, and with --quick the 40 that matter first', () => {
  const only = (args: readonly string[]) => readOptions(['--url', URL, ...args], key) as Options;
  expect(only(['--only', 'times,typ']).only).toEqual(['expired', 'future', 'lifetime', 'odd-times', 'typ']);
  expect(only(['--quick']).only).toHaveLength(40);
  expect(only(['--quick', '--only', 'typ']).only).toEqual(['typ']);
  expect(chapters.filter(({ id }) => allProbes.some((probe) => probe.id === id))).toEqual([]);
});

const login = ['--username', 'ada', '--password', SECRET];
const errors: [string, string[], Record<string, string>, string][] = [
  ['no address', [], key, '--url is missing'],
  ['an address that is none', ['--url', 'retirement'], key, '--url is no http or https address'],
  ['no tokens', ['--url', URL], {}, 'no tokens: give LATCHKEY_SECRET or --keys'],
  ['two keys', ['--url', URL, '--keys', 'x'], key, 'the secret and --keys are both given'],
  ['a login without a bank', ['--url', URL, ...login], {}, 'a login needs --bank'],
  ['a name without a password', ['--url', URL, '--bank', URL, '--username', 'ada'], {}, 'LATCHKEY_PASSWORD'],
  ['a password without a name', ['--url', URL, '--bank', URL, '--password', SECRET], key, '--username is not: add it'],
  ['a stub bank without a key', ['--url', URL, '--play-bank', '9', '--bank', URL, ...login], {}, 'needs the key'],
  ['a port that is none', ['--url', URL, '--play-bank', 'x'], key, '--play-bank is no whole number'],
  ['a route that is none', ['--url', URL, '--write', '/api/plan'], key, '--write is no METHOD:/path'],
  ['a probe that is none', ['--url', URL, '--only', 'typ,nothing'], key, '--only names no probe: nothing'],
  ['an option that is none', ['--url', URL, '--everything'], key, "Unknown option '--everything'"],
];

for (const [kind, args, env, words] of errors) {
  test(`cannot begin with ${kind}, and says so`, () => {
    expect(() => readOptions(args, env)).toThrow(words);
    expect(() => readOptions(args, env)).not.toThrow(SECRET);
  });
}

test('ends with 2 and a reason when it cannot begin, and tells no secret', async () => {
  const begun: [string[], Record<string, string>, string][] = [
    [['--url', URL, '--audience', 'x', '--keys', '/dev/null'], {}, 'not a readable JWK Set'],
    [['--url', URL, '--audience', 'x', '--issuer', URL], key, 'nobody answers at'],
    [['--url', `${URL}/below/`, '--audience', 'x', '--issuer', URL], key, `nobody answers at ${URL}/below: `],
  ];
  for (const [args, env, words] of begun) {
    const { code, output } = await conformance(args, env);
    expect(code).toBe(2);
    expect(output).toContain(words);
    expect(output).not.toMatch(/a secret that stands|^ {4}at /m);
  }
});

test('says of something that is no service of a deployment that it does not look like one', async () => {
  const port = await freePort();
  const server = createServer((_, response) =>
    response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' }).end('<h1>Not here</h1>'),
  ).listen(port, '127.0.0.1');
  try {
    const args = ['--url', `http://127.0.0.1:${port}`, '--audience', 'page', '--issuer', URL, '--only', 'good-token'];
    const { code, output } = await conformance(args, key);
    expect(output).toContain('not look like a service of a deployment: GET /api/me answered 404 text/html.');
    expect(code).toBe(1);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test('ends with 1 where a probe fails: something that answers everybody is no service of a deployment', async () => {
  const port = await freePort();
  const server = createServer((_, response) => response.end('{}')).listen(port, '127.0.0.1');
  try {
    const args = [
      '--url',
      `http://127.0.0.1:${port}`,
      '--audience',
      'open',
      '--issuer',
      URL,
      '--only',
      'good-token,typ,alive',
    ];
    const junit = placeFor('junit.xml');
    const { code, output, results } = await conformance([...args, '--junit', junit], key);
    expectWellFormed(readFileSync(junit, 'utf8'));
    expect(results.map(({ verdict }) => verdict)).toEqual(['passed', 'failed', 'passed']);
    expect(results[1]?.failures[0]).toMatchObject({ kind: 'typ "JWT" (bearer)', seen: 'accepted with 200' });
    expect(output).toContain('2 passed, 1 failed, 0 skipped');
    expect(output).not.toContain('does not look like');
    expect(output).toContain('GET /api/me answered 200 to somebody without a token: it is not guarded.');
    expect(code).toBe(1);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
