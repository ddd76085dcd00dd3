import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';
import { startService, tokenFor } from '@latchkey/testing';
import { sampleService } from '../src/sample.module.js';

const service = await startService(sampleService);
afterAll(() => service.close());

/** A token that the bank would issue for this service. */
const tokenOf = (claims: Parameters<typeof tokenFor>[0] = {}) =>
  tokenFor({ aud: ['bank', 'sample'], sub: randomUUID(), ...claims });
const read = (token: string, path = '/api/note') => service.request.get(path).auth(token, { type: 'bearer' });
const save = (token: string, body: string | object) =>
  service.request.put('/api/note').auth(token, { type: 'bearer' }).type('json').send(body);

test('a login at the bank counts here, and a token for other services does not', async () => {
  const sub = randomUUID();
  await read(tokenOf({ sub })).expect(200, { owner: sub, text: '' });
  await read(tokenOf({ aud: ['bank'] })).expect(401);
  await service.request.get('/api/note').expect(401);
});

test('a note belongs to its person, whatever the token, and nobody else reads it', async () => {
  const [ada, grace] = [randomUUID(), randomUUID()];
  await save(tokenOf({ sub: ada }), { text: 'Call about the forms' }).expect(200);
  await read(tokenOf({ sub: ada })).expect(200, { owner: ada, text: 'Call about the forms' });
  await read(tokenOf({ sub: grace })).expect(200, { owner: grace, text: '' });
});

test('an empty text removes the note', async () => {
  const token = tokenOf();
  await save(token, { text: 'Gone soon' }).expect(200);
  await save(token, { text: '' }).expect(200);
  expect((await read(token)).body.text).toBe('');
});

test('twenty saves at once leave the note of one of them', async () => {
  const token = tokenOf();
  const texts = Array.from({ length: 20 }, (_, index) => `note ${index}`);
  const statuses = await Promise.all(texts.map(async (text) => (await save(token, { text })).status));
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(texts).toContain((await read(token)).body.text);
});

describe('PUT /api/note refuses', () => {
  test.each([
    ['no object', []],
    ['nothing', {}],
    ['a number', { text: 1 }],
    ['two lines', { text: 'one\ntwo' }],
    ['a character that ends texts', { text: '\0' }],
    ['201 characters', { text: 'x'.repeat(201) }],
    ['an unknown member', { text: 'x', owner: randomUUID() }],
    ['what is not JSON', '{'],
  ])('%s', async (_what, body) => {
    const token = tokenOf();
    expect((await save(token, body)).status).toBe(400);
    expect((await read(token)).body.text).toBe('');
  });

  test('a token that says too little about now', async () => {
    const iat = Math.floor(Date.now() / 1000) - 60;
    const answer = await save(tokenOf({ iat, exp: iat + 900 }), { text: 'x' });
    expect([answer.status, answer.body.code]).toEqual([401, 'renew_required']);
  });

  test('a page of another site that carries the cookie', async () => {
    const cookie = `__Secure-latchkey=${tokenOf({ trv: 'cookie' })}`;
    const headers = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const answer = await service.request.put('/api/note').set(headers).send({ text: 'x' });
    expect([answer.status, answer.body.code]).toEqual([403, 'csrf_refused']);
  });
});

test('only who has the role counts notes', async () => {
  const refused = await read(tokenOf(), '/api/note/count');
  expect([refused.status, refused.body.code]).toEqual([403, 'role_missing']);
  const { body } = await read(tokenOf({ roles: ['auditor'] }), '/api/note/count').expect(200);
  expect(body.people).toBeGreaterThanOrEqual(2);
});
