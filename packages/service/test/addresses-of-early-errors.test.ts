import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { demoProcess, untilUp } from './demo/demo-process.js';
import type { DemoProcess } from './demo/demo-process.js';
import { rawRequest } from './demo/raw-request.js';

const CLIENT = '203.0.113.7';
const running: DemoProcess[] = [];
let direct: DemoProcess;
let proxied: DemoProcess;

// What is refused at every depth: by the parser, by a limit, by the router, by a route, by what nobody foresaw.
const REFUSED: [string, string, string][] = [
  ['what is not HTTP', 'hello\r\n\r\n', '127.0.0.1'],
  ['a header that is too long', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, '127.0.0.1'],
  ['CONNECT', `CONNECT a:1 HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 6.6.6.6, ${CLIENT}\r\n\r\n`, CLIENT],
  ['an expectation', request('GET', '/api/hello', 'expect: x\r\n'), CLIENT],
  [
    'a body that does not come',
    request('POST', '/api/notes', 'content-type: application/json\r\ncontent-length: 9\r\n'),
    CLIENT,
  ],
  ['an unknown address', request('GET', '/api/nope'), CLIENT],
  ['an address that is none', request('GET', '/%zz'), CLIENT],
  ['a target that is none', request('GET', 'ftp://x/'), CLIENT],
  ['a method', request('DELETE', '/api/hello'), CLIENT],
  ['a page that is not there', request('GET', '/nope', 'accept: text/html\r\n'), CLIENT],
  ['no host', request('GET', '/api/hello').replace('host: x\r\n', ''), CLIENT],
  ['a body', request('POST', '/api/notes', 'content-type: text/plain\r\ncontent-length: 1\r\n', 'x'), CLIENT],
  ['a call', request('GET', '/api/fail/app'), CLIENT],
  ['a fault', request('GET', '/api/fail/unforeseen'), CLIENT],
];

function request(method: string, target: string, head = '', body = ''): string {
  const forwarded = `x-forwarded-for: 6.6.6.6, ${CLIENT}\r\n`;
  return `${method} ${target} HTTP/1.1\r\nhost: x\r\n${forwarded}connection: close\r\n${head}\r\n${body}`;
}

async function logOf(process: DemoProcess): Promise<Record<string, unknown>[]> {
  running.push(process);
  const url = await untilUp(process);
  for (const [, text] of REFUSED) await rawRequest(url, text);
  await rawRequest(url, request('GET', '/api/hello'));
  process.kill('SIGTERM');
  await process.exit;
  return process.lines();
}

let lines: { direct: Record<string, unknown>[]; proxied: Record<string, unknown>[] };
beforeAll(async () => {
  direct = demoProcess('main.ts', { LOG_LEVEL: 'info' });
  proxied = demoProcess('main.ts', { LOG_LEVEL: 'info', TRUSTED_PROXY_HOPS: '1' });
  const [first, second] = await Promise.all([logOf(direct), logOf(proxied)]);
  lines = { direct: first, proxied: second };
});
afterAll(() => running.forEach((one) => one.kill('SIGKILL')));

const refusals = (from: Record<string, unknown>[]) =>
  from.filter(({ status }) => typeof status === 'number' && status >= 400);

test('every line of a refusal has the address of the client', () => {
  expect(refusals(lines.direct).map(({ address }) => address)).toEqual(REFUSED.map(() => '127.0.0.1'));
  expect(refusals(lines.proxied).map(({ address }) => address)).toEqual(REFUSED.map(([, , address]) => address));
});

test('so has the line of a fault', () => {
  const fault = lines.proxied.find(({ level }) => level === 'error');
  expect(fault).toMatchObject({ code: 'internal_error', address: CLIENT });
});

test('a request that is served leaves no address', () => {
  const served = lines.direct.find(({ status }) => status === 200);
  expect(served).toMatchObject({ path: '/api/hello' });
  expect(served).not.toHaveProperty('address');
});

test('a target that was refused is told as it came', () => {
  expect(refusals(lines.direct).map(({ path }) => path)).toContain('ftp://x/');
});
