import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { apiDocument, type ApiDocument } from '@latchkey/openapi/testing';
import { bank as definition } from '../src/bank.module.js';
import { login, PASSWORD, register, startBank, type Bank } from './bank.js';

let bank: Bank;
let document: ApiDocument;
let tokens: { access_token: string; refresh_token: string };
beforeAll(async () => {
  [bank, document] = await Promise.all([
    startBank(),
    apiDocument(definition, new URL('../openapi.json', import.meta.url)),
  ]);
  await register(bank, 'ada');
  ({ body: tokens } = await login(bank, 'ada'));
});
afterAll(() => bank?.close());

test('openapi.json is what the code makes; to renew it: npm run build && node scripts/write-reference.mjs', () => {
  expect(JSON.stringify(document.kept, undefined, 1)).toBe(JSON.stringify(document.made, undefined, 1));
  expect(document.served).toEqual(document.kept);
});

test('it is OpenAPI 3.1', async () => {
  expect(await document.errors()).toBeUndefined();
});

test('holds nothing of the environment that it was made in', () => {
  const text = JSON.stringify(document.kept);
  expect(text).not.toContain('demo.localhost');
  expect(text).not.toContain(PASSWORD);
});

type Call = readonly [
  method: 'get' | 'post' | 'delete' | 'options',
  path: string,
  status: number,
  bearer: () => string | undefined,
  body: (() => object | string) | undefined,
];

describe('what is answered is what is told', () => {
  const grace = { username: 'grace', password: PASSWORD };
  const known = (): string | undefined => tokens.access_token;
  const nobody = (): string | undefined => undefined;
  const phrase = 'a phrase that is long';
  const calls: Call[] = [
    ['post', '/api/register', 201, nobody, () => grace],
    ['post', '/api/register', 409, nobody, () => grace],
    ['post', '/api/register', 400, nobody, () => ({ username: 'x' })],
    ['post', '/api/login', 200, nobody, () => grace],
    ['post', '/api/login', 401, nobody, () => ({ ...grace, password: 'another one' })],
    ['post', '/api/login', 403, nobody, () => ({ ...grace, transport: 'cookie' })],
    ['post', '/api/login', 415, nobody, () => 'username=grace'],
    ['post', '/api/refresh', 401, nobody, () => ({})],
    ['post', '/api/refresh', 200, nobody, () => ({ refresh_token: tokens.refresh_token })],
    ['get', '/api/me', 200, known, undefined],
    ['get', '/api/me', 401, nobody, undefined],
    ['get', '/api/sessions', 200, known, undefined],
    ['get', '/api/events', 200, known, undefined],
    ['get', '/api/events?before=x', 400, known, undefined],
    ['post', '/api/password', 401, known, () => ({ currentPassword: 'x', newPassword: phrase })],
    ['delete', '/api/sessions/{id}', 404, known, undefined],
    ['get', '/.well-known/jwks.json', 200, nobody, undefined],
    ['get', '/.well-known/latchkey/services', 200, nobody, undefined],
    ['get', '/health/live', 200, nobody, undefined],
    ['get', '/login?return_to=//elsewhere.example', 400, nobody, undefined],
    ['get', '/login', 404, nobody, undefined],
    ['options', '/api/logout', 204, nobody, undefined],
    ['post', '/api/logout', 204, known, undefined],
  ];
  test.each(calls)('%s %s %s', async (method, path, status, bearer, body) => {
    const call = bank.request[method](path.replace('{id}', 'none')).accept('json');
    const token = bearer();
    if (token !== undefined) void call.set('authorization', `Bearer ${token}`);
    const sent = body?.();
    if (sent !== undefined) void call.type(typeof sent === 'string' ? 'form' : 'json').send(sent);
    const answer = await call;
    expect(answer.status).toBe(status);
    const seen = { status, type: answer.type, body: answer.body as unknown };
    expect(document.errorOf(method, path.split('?')[0]!, seen)).toBeUndefined();
  });
});
