import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createService } from '../src/index.js';
import type { RunningService } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demo } from './demo/demo-service.js';
import type { DemoConfig } from './demo/demo-service.js';

const reference = {
  files: new URL('./demo/reference/', import.meta.url),
  topics: { Greeting: 'Words.' },
};

let service: RunningService<DemoConfig>;
beforeAll(async () => {
  service = await createService({ ...demo, reference }, demoEnvironment());
});
afterAll(() => service?.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${service.url}/reference${path}`, { headers });

describe('the reference', () => {
  test('is a page without inline script or style, which cannot be framed', async () => {
    const answer = await get('');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toMatch(
      /script-src 'self'; style-src 'self';.*trusted-types 'none'/,
    );
    const html = await answer.text();
    expect(html).not.toMatch(/<style|<script>| style=| on[a-z]+=/);
    expect(html).toContain('<link rel="stylesheet" href="/reference/style.css" />');
  });

  test('is found with a slash at its end too', async () => {
    const answer = await fetch(`${service.url}/reference/?x=1`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([308, '/reference?x=1']);
  });

  test('names its own address', async () => {
    const html = await (await get('')).text();
    expect(html).toContain('curl http://demo.localhost:4100/greeting/ada');
    expect(html).not.toContain('service.invalid');
  });

  test('is named in the site, which links to it', async () => {
    const site = await fetch(service.url, { headers: { accept: 'text/html' } });
    expect(await site.text()).toContain('<meta name="latchkey:reference" content="/reference" />');
  });

  test('has the brand that the site draws, without a site the name', async () => {
    expect(await (await get('')).text()).toContain('<a href="/" class="brand" aria-label="Demo, start page"><svg ');
    const { site: _, ...bare } = { ...demo, reference };
    const other = await createService(bare, demoEnvironment());
    try {
      expect(await (await fetch(`${other.url}/reference`)).text()).toContain('<span class="brand">Demo</span>');
    } finally {
      await other.close();
    }
  });

  test('serves the document as it was written', async () => {
    const answer = await get('/openapi.json');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.json()).toMatchObject({ openapi: '3.1.1', info: { title: 'Demo API' } });
  });

  test.each(['', '/openapi.json', '/style.css'])(
    '%s is compressed, asked for again each time, and sent once',
    async (path) => {
      for (const [accepted, encoding] of [
        ['gzip, br', 'br'],
        ['gzip', 'gzip'],
        ['br;q=0, identity', null],
      ] as const) {
        const answer = await get(path, { 'accept-encoding': accepted });
        expect(answer.headers.get('content-encoding')).toBe(encoding);
        expect(answer.headers.get('vary')).toBe('accept-encoding');
        expect(answer.headers.get('cache-control')).toBe('no-cache');
      }
      const etag = (await get(path)).headers.get('etag')!;
      const again = await get(path, { 'if-none-match': etag });
      expect([again.status, await again.text()]).toEqual([304, '']);
    },
  );

  test('is not there for a service that has no document', async () => {
    const bare = await createService(demo, demoEnvironment());
    try {
      expect((await fetch(`${bare.url}/reference`)).status).toBe(404);
    } finally {
      await bare.close();
    }
  });
});
