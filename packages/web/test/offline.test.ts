import { afterEach, expect, test } from '@jest/globals';
import { request } from '../src/http/request.js';

const realFetch = globalThis.fetch;

afterEach(() => {
  globalThis.fetch = realFetch;
  Reflect.deleteProperty(navigator, 'onLine');
});

test.each([
  ['offline, and says so', false, 'offline'],
  ['unanswered while the network is there', true, 'unreachable'],
  ['unanswered where the browser does not know', undefined, 'unreachable'],
])('a request that gets no answer is %s', async (_, onLine, code) => {
  Object.defineProperty(navigator, 'onLine', { value: onLine, configurable: true });
  globalThis.fetch = () => Promise.reject(new TypeError('fetch failed'));
  await expect(request('GET', '/api/plan')).rejects.toMatchObject({ status: 0, code });
});
