import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createService } from '../src/index.js';
import type { RunningService } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demo } from './demo/demo-service.js';
import type { DemoConfig } from './demo/demo-service.js';

let service: RunningService<DemoConfig>;
beforeAll(async () => {
  service = await createService(demo, demoEnvironment({ GREETING: 'a"><script>' }));
});
afterAll(() => service?.close());

const page = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(service.url + path, { headers: { accept: 'text/html,*/*' }, ...init });

describe('the site', () => {
  test.each(['/', '/deep/link?x=1', '/login', '/Login/'])('%s is the document', async (path) => {
    const answer = await page(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(answer.headers.get('vary')).toBe('accept');
  });

  test.each(['/apiary', '/deep', '/deep/link/x', '/pages.json'])('%s is the document with a 404', async (path) => {
    const answer = await page(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(await answer.text()).toContain('<title>Demo</title>');
  });

  test('an address that cannot be decoded is the document with a 400', async () => {
    const answer = await page('/%zz');
    expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({
      status: 400,
      type: 'text/html; charset=utf-8',
    });
  });

  test.each(['/api', '/api/x', '/.well-known/x', '/health/x', '/assets/x.js', '/assets/', '/metrics/x', '/internal/x'])(
    '%s is not a page even for a browser',
    async (path) => {
      const answer = await page(path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    },
  );

  test.each(['*/*', 'application/json, text/*;q=0.5'])(
    'is there for who takes %s, at its pages alone',
    async (accept) => {
      const [login, other] = [
        await page('/login', { headers: { accept } }),
        await page('/apiary', { headers: { accept } }),
      ];
      expect([login.status, login.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect([other.status, other.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    },
  );

  test('is not the answer to who takes no HTML or to an unsafe method', async () => {
    expect((await page('/login', { headers: { accept: 'application/json' } })).status).toBe(404);
    expect((await page('/login', { method: 'POST' })).status).toBe(404);
  });

  test('carries its facts, escaped', async () => {
    const html = await (await page('/')).text();
    expect(html).toContain('<meta name="latchkey:service" content="demo" />');
    expect(html).not.toContain('latchkey:reference');
    expect(html).toContain('<meta name="latchkey:public-url" content="http://demo.localhost:4100" />');
    expect(html).toContain('<meta name="latchkey:greeting" content="a&quot;&gt;&lt;script&gt;" />');
  });

  test('allows no inline script or style, no frame, no foreign origin, no text that becomes markup', async () => {
    const { headers } = await page('/');
    const policy = headers.get('content-security-policy')!;
    expect(policy.split('; ').sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self' https://bank.example.com",
      "default-src 'none'",
      "font-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "manifest-src 'self'",
      "require-trusted-types-for 'script'",
      "script-src 'self'",
      "style-src 'self'",
      "trusted-types 'none'",
    ]);
    expect(headers.get('cross-origin-resource-policy')).toBe('same-site');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    expect(headers.get('x-frame-options')).toBe('DENY');
  });

  test('serves assets for a year, precompressed where possible, other files with a question', async () => {
    const asset = await fetch(`${service.url}/assets/app-1a2b3c.js`, { headers: { 'accept-encoding': 'gzip' } });
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-encoding')).toBe('gzip');
    expect(asset.headers.get('content-type')).toBe('application/javascript; charset=utf-8');
    expect(await asset.text()).toContain('Demo, started');
    const file = await fetch(`${service.url}/robots.txt`);
    expect(file.headers.get('cache-control')).toBe('no-cache');
  });

  test('does not leave its folder', async () => {
    for (const path of [
      '/assets/..%2findex.html',
      '/assets/%2e%2e/index.html',
      '/assets/.env',
      '/..%2f..%2fpackage.json',
    ]) {
      expect((await fetch(service.url + path)).status).toBeGreaterThanOrEqual(400);
      expect((await fetch(service.url + path)).status).toBeLessThan(500);
    }
  });

  test('is absent if it is not built', async () => {
    const bare = await createService({ ...demo, site: new URL('file:///nowhere/') }, demoEnvironment());
    try {
      expect((await fetch(`${bare.url}/`, { headers: { accept: 'text/html' } })).status).toBe(404);
    } finally {
      await bare.close();
    }
  });
});
