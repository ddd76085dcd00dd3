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

const json = { 'content-type': 'application/json' };
const post = (body: string | Buffer, headers: Record<string, string> = json): RequestInit => ({
  method: 'POST',
  headers,
  body: body as string,
});

const refusals: [string, string, RequestInit, number, string][] = [
  ['an unknown address', '/api/nope', {}, 404, 'not_found'],
  ['an unknown address asked for by a browser', '/api/nope', { headers: { accept: 'text/html' } }, 404, 'not_found'],
  ['an unknown asset', '/assets/nope.js', {}, 404, 'not_found'],
  ['a wrong method', '/api/hello', { method: 'DELETE' }, 405, 'method_not_allowed'],
  ['a wrong method with a body', '/api/hello', post('{}'), 405, 'method_not_allowed'],
  ['OPTIONS', '/api/hello', { method: 'OPTIONS' }, 405, 'method_not_allowed'],
  ['an unfinished escape', '/%zz', {}, 400, 'bad_request'],
  ['an escape that is not UTF-8', '/api/notes/%E0%A4%A', { method: 'PUT' }, 400, 'bad_request'],
  [
    'a form',
    '/api/notes',
    post('title=x', { 'content-type': 'application/x-www-form-urlencoded' }),
    415,
    'unsupported_media_type',
  ],
  ['plain text', '/api/notes', post('{"title":"x"}', { 'content-type': 'text/plain' }), 415, 'unsupported_media_type'],
  [
    'a type of the same beginning',
    '/api/notes',
    post('{}', { 'content-type': 'application/jsonp' }),
    415,
    'unsupported_media_type',
  ],
  [
    'problem+json as a body',
    '/api/notes',
    post('{}', { 'content-type': 'application/problem+json' }),
    415,
    'unsupported_media_type',
  ],
  ['a type that is none', '/api/notes', post('{}', { 'content-type': 'nonsense' }), 415, 'unsupported_media_type'],
  [
    'another charset',
    '/api/notes',
    post('{}', { 'content-type': 'application/json; charset=utf-16' }),
    415,
    'unsupported_media_type',
  ],
  ['an encoded body', '/api/notes', post('{}', { ...json, 'content-encoding': 'gzip' }), 415, 'unsupported_media_type'],
  ['cut JSON', '/api/notes', post('{"title":'), 400, 'malformed_json'],
  ['two values', '/api/notes', post('{"title":"x"} {}'), 400, 'malformed_json'],
  ['a byte order mark', '/api/notes', post('\uFEFF{"title":"x"}'), 400, 'malformed_json'],
  ['broken UTF-8', '/api/notes', post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), 400, 'malformed_json'],
  ['a lone surrogate in bytes', '/api/notes', post(Buffer.from('7b22a0edb080223a317d', 'hex')), 400, 'malformed_json'],
  ['too deep a body', '/api/notes', post('['.repeat(33) + ']'.repeat(33)), 400, 'malformed_json'],
  ['a very deep body', '/api/notes', post('['.repeat(90_000)), 400, 'malformed_json'],
  ['__proto__', '/api/notes', post('{"title":"x","__proto__":{"tags":[]}}'), 400, 'malformed_json'],
  ['escaped __proto__', '/api/notes', post('{"title":"x","\\u005f_proto__":{}}'), 400, 'malformed_json'],
  ['nested __proto__', '/api/notes', post('{"title":"x","tags":[{"__proto__":{}}]}'), 400, 'malformed_json'],
  ['an unknown member', '/api/notes', post('{"title":"x","admin":true}'), 400, 'invalid_body'],
  ['a member named constructor', '/api/notes', post('{"title":"x","constructor":{}}'), 400, 'invalid_body'],
  ['a wrong type', '/api/notes', post('{"title":["x"]}'), 400, 'invalid_body'],
  ['no body', '/api/notes', { method: 'POST' }, 400, 'invalid_body'],
  ['an empty body', '/api/notes', post(''), 400, 'invalid_body'],
  ['null', '/api/notes', post('null'), 400, 'invalid_body'],
  ['too large a body', '/api/notes', post(' '.repeat(100_001)), 413, 'payload_too_large'],
];

describe('the HTTP server', () => {
  test.each(refusals)('refuses %s', async (_what, path, init, status, code) => {
    const answer = await fetch(service.url + path, init);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const body = (await answer.json()) as object;
    expect(body).toMatchObject({
      type: `urn:latchkey:problem:${code}`,
      status,
      code,
      requestId: answer.headers.get('x-request-id'),
    });
    expect(Object.keys(body).sort()).toEqual(
      ['code', 'detail', 'requestId', 'status', 'title', 'type', ...(code === 'invalid_body' ? ['errors'] : [])].sort(),
    );
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('names the permitted methods with a 405', async () => {
    const answer = await fetch(`${service.url}/api/notes`, { method: 'GET' });
    expect(answer.headers.get('allow')).toBe('POST');
    const other = await fetch(`${service.url}/api/notes/1?x=1`, { method: 'DELETE' });
    expect(other.headers.get('allow')).toBe('PUT');
  });

  test('does not quote the client in a refusal', async () => {
    const answer = await fetch(`${service.url}/api/notes`, post('{"title":"x","<script>":1,"tags":["abcdefgh"]}'));
    const { errors } = (await answer.json()) as { errors: object[] };
    expect(errors).toEqual(expect.arrayContaining([{ pointer: '', detail: 'Has a member that is not expected.' }]));
    expect(errors).toEqual(expect.arrayContaining([expect.objectContaining({ pointer: '/tags/0' })]));
    expect(JSON.stringify(errors)).not.toContain('script');
  });

  test('a member left out is said to be missing, in no word of a programming language', async () => {
    const answer = await fetch(`${service.url}/api/notes`, post('{}'));
    const { errors } = (await answer.json()) as { errors: unknown[] };
    expect(errors).toContainEqual({ pointer: '/title', detail: 'Is missing.' });
  });

  test('takes JSON with a charset in any case', async () => {
    const answer = await fetch(
      `${service.url}/api/notes`,
      post('{"title":"ä"}', { 'content-type': 'Application/JSON; charset="UTF-8"' }),
    );
    expect(answer.status).toBe(201);
  });

  test.each([
    [
      'headers of more than 16 kB',
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'header_too_large',
    ],
    ['what is not HTTP', 'hello\r\n\r\n', 400, 'bad_request'],
    ['an unknown method', 'FOO / HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'bad_request'],
    [
      'two lengths',
      'POST /api/notes HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      400,
      'bad_request',
    ],
    [
      'length and chunks',
      'POST /api/notes HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
      400,
      'bad_request',
    ],
    ['no host', 'GET /api/hello HTTP/1.1\r\nconnection: close\r\n\r\n', 400, 'bad_request'],
    [
      'an expectation',
      'GET /api/hello HTTP/1.1\r\nhost: x\r\nexpect: x\r\nconnection: close\r\n\r\n',
      417,
      'expectation_failed',
    ],
    [
      'a parameter without end',
      `PUT /api/notes/${'a'.repeat(500)} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
      404,
      'not_found',
    ],
    ['no target', 'GET * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400, 'bad_request'],
    ['CONNECT', 'CONNECT other:443 HTTP/1.1\r\nhost: x\r\n\r\n', 405, 'method_not_allowed'],
    ['a bare line feed in a header', 'GET / HTTP/1.1\r\nhost: x\r\na: b\nc\r\n\r\n', 400, 'bad_request'],
  ])('answers %s as a problem and closes', async (_what, text, status, code) => {
    const { answer } = await rawRequest(service.url, text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('content-type: application/problem+json');
    expect(answer).toContain(`"code":"${code}"`);
  });

  test('still answers a good request', async () => {
    const answer = await fetch(`${service.url}/api/hello`);
    expect(await answer.json()).toEqual({ greeting: 'hello', address: '127.0.0.1' });
  });
});
