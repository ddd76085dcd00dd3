import { afterAll, expect, test } from '@jest/globals';
import { startService, tokenFor } from '@latchkey/testing';
import { retirement } from '../src/retirement.module.js';

// Something between the page and the service adds a header: a proxy with a login of its own, an extension of the browser.
const service = await startService(retirement);
afterAll(() => service.close());

const ask = (headers: Record<string, string>) => service.request.get('/api/me').set(headers);
const page = { cookie: `__Secure-latchkey=${tokenFor({ trv: 'cookie' })}`, 'sec-fetch-site': 'same-origin' };

test.each(['Bearer of.another.make', 'Bearer x', 'Token abc', 'Bearer', 'Negotiate'])(
  'a page is told that %j was taken for its token',
  async (authorization) => {
    const { body } = await ask({ ...page, authorization }).expect(401);
    expect(body).toMatchObject({ code: 'token_invalid', refusedHeader: 'Authorization' });
  },
);

test.each([
  ['a program', {}],
  ['a page of another origin', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
])('%s is told nothing more than ever', async (_, headers) => {
  const { body } = await ask({ ...headers, authorization: 'Bearer x' }).expect(401);
  expect(body).not.toHaveProperty('refusedHeader');
});

test('what a browser adds for the login of a proxy is in nobody’s way', async () => {
  await ask({ ...page, authorization: `Basic ${btoa('team:x')}` }).expect(200);
});

test('no header is named where none came', async () => {
  const { body } = await ask({ ...page, cookie: '__Secure-latchkey=x' }).expect(401);
  expect(body).not.toHaveProperty('refusedHeader');
});
