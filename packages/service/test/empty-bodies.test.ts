import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createService } from '../src/index.js';
import type { RunningService } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demo } from './demo/demo-service.js';
import type { DemoConfig } from './demo/demo-service.js';
import { rawRequest } from './demo/raw-request.js';

let service: RunningService<DemoConfig>;
beforeAll(async () => {
  service = await createService(demo, demoEnvironment());
});
afterAll(() => service?.close());

const TYPES = [
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain;charset=UTF-8',
  'application/json; charset=utf-16',
  'application/json',
  'APPLICATION/JSON',
  'nonsense',
  '/',
  ';',
  '',
];
const NOTHING: [string, string][] = [
  ['no length', ''],
  ['a length of 0', 'content-length: 0\r\n'],
  ['a length of 000', 'content-length: 000\r\n'],
  ['no chunk', 'transfer-encoding: chunked\r\n'],
];
const LAST_CHUNK = '0\r\n\r\n';

async function send(method: string, path: string, head: string, body = ''): Promise<string> {
  const text = `${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${head}\r\n${body}`;
  const { answer } = await rawRequest(service.url, text);
  return `${answer.slice(9, 12)} ${/"code":"(\w+)"/.exec(answer)?.[1] ?? ''}`.trim();
}

describe.each(NOTHING)('a request with %s has no type to refuse', (_what, framing) => {
  const end = framing.startsWith('transfer') ? LAST_CHUNK : '';

  test.each(TYPES)('%j', async (type) => {
    const head = `content-type: ${type}\r\n${framing}`;
    expect(await send('POST', '/api/bodyless', head, end)).toBe('204');
    expect(await send('DELETE', '/api/bodyless', head, end)).toBe('204');
    expect(await send('GET', '/api/hello', head, end)).toBe('200');
    expect(await send('POST', '/api/notes', head, end)).toBe('400 invalid_body');
    expect(await send('PUT', '/api/notes/1', head, end)).toBe('400 invalid_body');
    expect(await send('DELETE', '/api/hello', head, end)).toBe('405 method_not_allowed');
    expect(await send('POST', '/api/nope', head, end)).toBe('404 not_found');
  });

  test('nor a coding', async () => {
    expect(await send('POST', '/api/bodyless', `content-encoding: gzip\r\n${framing}`, end)).toBe('204');
    const coded = `content-type: application/json\r\ncontent-encoding: gzip\r\n${framing}`;
    expect(await send('POST', '/api/bodyless', coded, end)).toBe('204');
  });
});

test.each(TYPES.filter((type) => type.toLowerCase() !== 'application/json'))(
  'a body of the type %j is refused, with a length and in chunks',
  async (type) => {
    const head = `content-type: ${type}\r\n`;
    for (const path of ['/api/bodyless', '/api/notes']) {
      expect(await send('POST', path, `${head}content-length: 3\r\n`, 'a=b')).toBe('415 unsupported_media_type');
      const chunked = `${head}transfer-encoding: chunked\r\n`;
      expect(await send('POST', path, chunked, `3\r\na=b\r\n${LAST_CHUNK}`)).toBe('415 unsupported_media_type');
    }
  },
);

test('at an address or with a method that is none, that is what is refused', async () => {
  for (const type of ['text/plain', 'application/json']) {
    const head = `content-type: ${type}\r\ncontent-length: 3\r\n`;
    expect(await send('POST', '/api/nope', head, 'a=b')).toBe('404 not_found');
    expect(await send('DELETE', '/api/hello', head, 'a=b')).toBe('405 method_not_allowed');
  }
});

test('a body without a type is refused', async () => {
  expect(await send('POST', '/api/bodyless', 'content-length: 2\r\n', '{}')).toBe('415 unsupported_media_type');
});
