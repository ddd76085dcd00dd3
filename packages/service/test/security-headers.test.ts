import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createService } from '../src/index.js';
import type { RunningService } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demo } from './demo/demo-service.js';
import type { DemoConfig } from './demo/demo-service.js';
import { rawRequest } from './demo/raw-request.js';

let plain: RunningService<DemoConfig>;
let secure: RunningService<DemoConfig>;
beforeAll(async () => {
  plain = await createService(demo, demoEnvironment());
  secure = await createService(demo, demoEnvironment({ PUBLIC_URL: 'https://demo.example.com', ...BEHIND_A_PROXY }));
});
afterAll(() => Promise.all([plain?.close(), secure?.close()]));

const BEHIND_A_PROXY = { TRUSTED_PROXY_HOPS: '1', OPS_TOKEN: 'Qm7cV2xLr9TzYb4nWk8sHd3gJf6pAe1uXoRiEtNhBw' };
const PATHS = [
  '/',
  '/api/hello',
  '/api/nope',
  '/assets/app-1a2b3c.js',
  '/robots.txt',
  '/health/live',
  '/%zz',
  '/metrics',
];
const get = (url: string, path: string): Promise<string> =>
  rawRequest(url, `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`).then(({ answer }) => answer);

test.each(PATHS)('%s has browsers keep to https, below the own host too, where that is what they use', async (path) => {
  expect(await get(secure.url, path)).toContain('strict-transport-security: max-age=31536000; includeSubDomains\r\n');
  expect(await get(plain.url, path)).not.toContain('strict-transport-security');
});

test.each(PATHS)('%s can be drawn in by no other site', async (path) => {
  expect(await get(secure.url, path)).toContain('cross-origin-resource-policy: same-site\r\n');
});

test.each(['hello\r\n\r\n', 'CONNECT a:1 HTTP/1.1\r\nhost: x\r\n\r\n'])(
  'so with what is no request: %j',
  async (text) => {
    const { answer } = await rawRequest(secure.url, text);
    expect(answer).toContain('includeSubDomains\r\n');
    expect(answer).toContain('cross-origin-resource-policy: same-site\r\n');
  },
);
