import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createService } from '../src/index.js';
import type { RunningService } from '../src/index.js';
import { requestTarget } from '../src/http/request-target.rules.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demo } from './demo/demo-service.js';
import type { DemoConfig } from './demo/demo-service.js';
import { rawRequest } from './demo/raw-request.js';

let service: RunningService<DemoConfig>;
beforeAll(async () => {
  service = await createService(demo, demoEnvironment());
});
afterAll(() => service?.close());

const OWN = 'http://demo.localhost:4100';

describe('a request target', () => {
  test.each([
    ['GET', '/a?b', '/a?b', undefined],
    ['GET', '//other/a', '//other/a', undefined],
    ['GET', 'http://h/a?b', '/a?b', 'h'],
    ['GET', 'HTTPS://H:81/a', '/a', 'H:81'],
    ['GET', 'http://h:/a', '/a', 'h:'],
    ['GET', 'http://[::1]:3001/a', '/a', '[::1]:3001'],
    ['GET', 'http://h', '/', 'h'],
    ['GET', 'http://h?b', '/?b', 'h'],
    ['GET', 'http://h//x/y', '//x/y', 'h'],
    ['OPTIONS', 'http://h', '*', 'h'],
    ['OPTIONS', '*', '*', undefined],
    ['GET', '*', '', undefined],
    ['GET', 'http:///a', '', undefined],
    ['GET', 'http:/a', '', undefined],
    ['GET', 'http:a', '', undefined],
    ['GET', 'http://u@h/a', '', undefined],
    ['GET', 'http://u:p@h/a', '', undefined],
    ['GET', 'http://h\\a', '', undefined],
    ['GET', 'http://h:port/a', '', undefined],
    ['GET', 'http://h:999999/a', '', undefined],
    ['GET', 'http://[::1/a', '', undefined],
    ['GET', 'ftp://h/a', '', undefined],
    ['GET', 'file:///a', '', undefined],
    ['GET', 'javascript:alert(1)', '', undefined],
    ['GET', 'a', '', undefined],
    ['GET', '', '', undefined],
    ['GET', '/a#b', '', undefined],
    ['GET', 'http://h/a#b', '', undefined],
    ['GET', 'http://h#/a', '', undefined],
  ])('%s %s is %j at %s', (method, target, url, authority) => {
    expect(requestTarget(method, target)).toEqual(authority === undefined ? { url } : { url, authority });
  });
});

async function answerTo(method: string, target: string, accept: string, host = 'demo.localhost:4100') {
  const text = `${method} ${target} HTTP/1.1\r\nhost: ${host}\r\naccept: ${accept}\r\nconnection: close\r\n\r\n`;
  const { answer } = await rawRequest(service.url, text);
  const type = /^content-type: (.*)\r$/m.exec(answer)?.[1];
  return { status: Number(answer.slice(9, 12)), type, allow: /^allow: (.*)\r$/m.exec(answer)?.[1] };
}

describe('the absolute form', () => {
  const cases = [
    '/',
    '/?a=b',
    '/nope',
    '/%zz',
    '/api/hello',
    '/api/%68ello',
    '/api/nope',
    '/reference',
    '/metrics',
    '//x/y',
  ];
  const calls = cases.flatMap((path) =>
    ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'].map((method) => [method, path] as const),
  );

  test.each(calls)('%s %s is answered as the path alone, to browsers and programs', async (method, path) => {
    for (const accept of ['text/html', '*/*', 'application/json']) {
      const expected = await answerTo(method, path, accept);
      expect(await answerTo(method, OWN + path, accept)).toEqual(expected);
      expect(await answerTo(method, `http://elsewhere.example${path}`, accept)).toEqual(
        path === '/metrics' && expected.status === 200
          ? { ...expected, status: 403, type: 'application/problem+json' }
          : expected,
      );
      expect(expected.status).toBeLessThan(500);
    }
  });

  test('without a path is the root', async () => {
    expect(await answerTo('GET', OWN, 'text/html')).toEqual(await answerTo('GET', '/', 'text/html'));
  });

  test('still needs a Host header', async () => {
    const { answer } = await rawRequest(service.url, `GET ${OWN}/api/hello HTTP/1.1\r\nconnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe('a target that is of no form', () => {
  test.each([
    'http://user@demo.localhost/api/hello',
    'ftp://demo.localhost/api/hello',
    '/api/hello#x',
    'http:///api/hello',
    '*',
  ])('%s is a bad request, which a person reads on a page', async (target) => {
    expect(await answerTo('GET', target, '*/*')).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(await answerTo('POST', target, 'text/html')).toMatchObject({
      status: 400,
      type: 'application/problem+json',
    });
    expect(await answerTo('GET', target, 'text/html')).toMatchObject({ status: 400 });
  });
});

test('OPTIONS of the whole server tells what it answers', async () => {
  expect(await answerTo('OPTIONS', '*', '*/*')).toMatchObject({ status: 204, allow: expect.stringContaining('GET') });
  expect(await answerTo('OPTIONS', OWN, '*/*')).toMatchObject({ status: 204 });
});

test('a path that is spelled with escapes has the methods of the path', async () => {
  expect(await answerTo('DELETE', '/api/%68ello', '*/*')).toEqual(await answerTo('DELETE', '/api/hello', '*/*'));
  expect((await answerTo('DELETE', '/api/hello;x', '*/*')).status).toBe(404);
});
