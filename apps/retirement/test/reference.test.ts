import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { apiDocument, type ApiDocument } from '@latchkey/openapi/testing';
import { startService, tokenFor, type ServiceUnderTest } from '@latchkey/testing';
import type { RetirementConfig } from '../src/retirement.config.js';
import { retirement } from '../src/retirement.module.js';

let service: ServiceUnderTest<RetirementConfig>;
let document: ApiDocument;
beforeAll(async () => {
  [service, document] = await Promise.all([
    startService(retirement),
    apiDocument(retirement, new URL('../openapi.json', import.meta.url)),
  ]);
});
afterAll(() => service?.close());

test('openapi.json is what the code makes; to renew it: npm run build && node scripts/write-reference.mjs', () => {
  expect(JSON.stringify(document.kept, undefined, 1)).toBe(JSON.stringify(document.made, undefined, 1));
  expect(document.served).toEqual(document.kept);
});

test('it is OpenAPI 3.1', async () => {
  expect(await document.errors()).toBeUndefined();
});

describe('what is answered is what is told', () => {
  const token = tokenFor();
  const wish = { retirementAge: 64, monthlyWishMinor: '180000' };
  test.each([
    ['get', '/api/me', 200, token, undefined],
    ['get', '/api/me', 401, '', undefined],
    ['get', '/api/me', 401, 'eyJ.x.y', undefined],
    ['get', '/api/plan', 200, token, undefined],
    ['put', '/api/plan', 200, token, wish],
    ['put', '/api/plan', 400, token, { ...wish, retirementAge: 20 }],
    ['put', '/api/plan', 400, token, '{'],
    ['get', '/api/services', 200, '', undefined],
    ['get', '/health/live', 200, '', undefined],
    ['get', '/health/ready', 200, '', undefined],
    ['get', '/internal/keys', 200, '', undefined],
    ['post', '/api/logout', 204, tokenFor(), undefined],
  ] as const)('%s %s %s', async (method, path, status, bearer, body) => {
    const call = service.request[method](path);
    if (bearer !== '') void call.set('authorization', `Bearer ${bearer}`);
    if (body !== undefined) void call.set('content-type', 'application/json').send(body);
    const answer = await call;
    expect(answer.status).toBe(status);
    const seen = { status, type: answer.type, body: answer.body as unknown };
    expect(document.errorOf(method, path, seen)).toBeUndefined();
  });

  test('what is not told is found', () => {
    const seen = { status: 200, type: 'application/json', body: { retirementAge: '64' } };
    expect(document.errorOf('get', '/api/plan', seen)).toHaveLength(5);
    expect(document.errorOf('get', '/api/plan', { ...seen, status: 418 })).toMatch('does not tell of 418');
  });
});
