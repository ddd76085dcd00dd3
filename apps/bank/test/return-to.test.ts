import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startService } from '@latchkey/testing';
import { bank as definition } from '../src/bank.module.js';
import { isReturnTarget } from '../src/login/return-to.rules.js';
import type { Bank } from './bank.js';

const own = 'https://bank.example.com';
const registry = [own, 'https://retirement.example.com'];
const targets: [unknown, boolean][] = [
  [undefined, true],
  ['', true],
  ['/', true],
  ['/accounts?page=2#top', true],
  ['https://retirement.example.com', true],
  ['https://retirement.example.com/plan?x=https://evil.example', true],
  ['https://RETIREMENT.example.com:443/plan', true],
  ['https://bank.example.com/accounts', true],
  ['accounts', false],
  ['//evil.example', false],
  ['/\\evil.example', false],
  ['/\t/evil.example', false],
  ['/.//evil.example', false],
  ['https://evil.example', false],
  ['https:evil.example', false],
  ['https://retirement.example.com.evil.example', false],
  ['https://retirement.example.com@evil.example', false],
  ['https://user:pass@retirement.example.com/', false],
  ['https://retirement.example.com:8443/', false],
  ['http://retirement.example.com/', false],
  [' https://retirement.example.com/', false],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['blob:https://bank.example.com/x', false],
  ['https://retirement.example.com/\r\nSet-Cookie: a=b', false],
  ['https://retirement.examplе.com/', false],
  [['/a', '/b'], false],
  [{}, false],
  [`/${'a'.repeat(2048)}`, false],
];

test.each(targets)('return_to %j is a target: %s', (returnTo, expected) => {
  expect(isReturnTarget(returnTo, own, registry)).toBe(expected);
});

describe('GET /login', () => {
  let bank: Bank;
  beforeAll(async () => {
    bank = await startService({ ...definition, site: new URL('./site/', import.meta.url) });
  });
  afterAll(() => bank?.close());
  const page = (path: string) => bank.request.get(path).set('Accept', 'text/html,*/*;q=0.8');

  test.each([
    '/login',
    '/login?return_to=/accounts',
    '/login?return_to=http%3A%2F%2Fretirement.demo.localhost%3A3002%2Fplan',
    '/register',
  ])('shows the page for %s', async (path) => {
    const { status, headers, text } = await page(path);
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
    expect(text).toContain('<title>Bank</title>');
    expect(text).toContain('<meta name="latchkey:issuer" content="http://bank.demo.localhost:3001" />');
  });

  test('shows the page to who takes anything, and a problem instead of one that leads elsewhere', async () => {
    const ask = (path: string) => bank.request.get(path).set('Accept', '*/*');
    expect((await ask('/login')).text).toContain('<title>Bank</title>');
    const { status, body } = await ask('/login?return_to=https%3A%2F%2Fevil.example');
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_return_to' });
    expect((await ask('/login').set('Accept', 'application/json')).status).toBe(404);
  });

  test('shows the page with status 400 for a foreign target, and never redirects', async () => {
    const { status, headers } = await page('/login?return_to=https%3A%2F%2Fevil.example');
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['location']).toBeUndefined();
  });

  test.each([
    'return_to=%2F%2Fevil.example',
    'return_to=/a&return_to=/b',
    'return_to=javascript:alert(1)',
    'return_to=%ff',
  ])('answers a problem to programs for ?%s', async (query) => {
    const { status, body } = await bank.request.get(`/login?${query}`).set('Accept', 'application/json');
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_return_to' });
    expect(JSON.stringify(body)).not.toContain('evil');
  });
});

describe('GET /renew', () => {
  let bank: Bank;
  beforeAll(async () => {
    bank = await startService({ ...definition, site: new URL('./site/', import.meta.url) });
  });
  afterAll(() => bank?.close());
  const ask = (query: string, accept = 'text/html,*/*;q=0.8') =>
    bank.request.get(`/renew${query}`).set('Accept', accept);
  const target = (html: string) => /<meta name="latchkey:return-to" content="(.*?)" \/>/.exec(html)?.[1];

  test.each([
    ['', '/'],
    ['?return_to=', '/'],
    ['?return_to=/accounts?page=2%23top', '/accounts?page=2#top'],
    ['?return_to=http%3A%2F%2Fbank.demo.localhost%3A3001%2Faccounts', '/accounts'],
    ['?return_to=http%3A%2F%2Fretirement.demo.localhost%3A3002', 'http://retirement.demo.localhost:3002/'],
    ['?return_to=/renew?return_to=/renew', '/'],
    ['?return_to=/%22%3E%3Cscript%3E', '/%22%3E%3Cscript%3E'],
  ])('%s is a page of its own that leads to %s, told to no cache', async (query, leadsTo) => {
    const { status, headers, text } = await ask(query);
    expect({ status, cache: headers['cache-control'] }).toEqual({ status: 200, cache: 'no-store' });
    expect(text).toContain('<title>Renewing</title>');
    expect(target(text)).toBe(leadsTo);
    expect(text).toContain(`<meta name="latchkey:request-id" content="${headers['x-request-id']}" />`);
  });

  test.each(['%2F%2Fevil.example', 'https%3A%2F%2Fevil.example', '/a&return_to=/b'])(
    'leads nowhere for the target %s, with a page for browsers and a problem for programs',
    async (returnTo) => {
      const { status, text } = await ask(`?return_to=${returnTo}`);
      expect({ status, target: target(text) }).toEqual({ status: 400, target: undefined });
      const { status: refused, body } = await ask(`?return_to=${returnTo}`, '*/*');
      expect({ refused, code: body.code }).toEqual({ refused: 400, code: 'invalid_return_to' });
    },
  );

  test('is nothing for programs, and changes nothing by itself', async () => {
    expect((await ask('', 'application/json')).status).toBe(404);
    const { headers } = await ask('').set('Cookie', '__Host-latchkey-refresh=v1.a.b.1.c.d');
    expect(headers['set-cookie']).toBeUndefined();
  });
});
