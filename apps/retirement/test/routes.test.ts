import type { FastifyInstance } from 'fastify';
import { afterAll, describe, expect, test } from '@jest/globals';
import { apiDocument } from '@latchkey/openapi/testing';
import { startService } from '@latchkey/testing';
import { retirement } from '../src/retirement.module.js';

// Without the site: its files are public, and whether they are built is not this test's business.
const { site: _site, ...api } = retirement;
const service = await startService(api);
afterAll(() => service.close());

/** Who may call what. `ops`: OPS_TOKEN, or a direct loopback peer while it is unset. */
const routes = {
  'GET /api/clients/:username/plan': 'caller',
  'GET /api/export': 'caller',
  'GET /api/me': 'caller',
  'GET /api/plan': 'caller',
  'GET /api/services': 'public',
  'GET /api/session/stream': 'caller',
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /internal/keys': 'ops',
  'GET /metrics': 'ops',
  'GET /reference': 'public',
  'GET /reference/openapi.json': 'public',
  'GET /reference/style.css': 'public',
  'POST /api/logout': 'caller, also expired',
  'POST /api/logout/everywhere': 'caller, also expired',
  'PUT /api/plan': 'caller',
  'PUT /api/plan/permission': 'caller',
};

// Fastify prints a tree: what stands deeper continues the path above it.
function served(): string[] {
  const fastify = service.app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const above: string[] = [];
  const routes: string[] = [];
  for (const [, indent, part, methods] of fastify
    .printRoutes({ commonPrefix: false })
    .matchAll(/^([│ ]*)[├└]── (\S*)(?: \(([^)]+)\))?/gm)) {
    const depth = indent!.length / 4;
    above.splice(depth, Infinity, part!);
    for (const method of methods?.split(', ') ?? []) routes.push(`${method} ${above.join('')}`);
  }
  return routes.filter((route) => !route.startsWith('HEAD ')).sort();
}

test('these are all routes', () => {
  expect(served()).toEqual(Object.keys(routes).sort());
});

test("the API's document tells of these routes and no others", async () => {
  expect((await apiDocument(retirement, new URL('../openapi.json', import.meta.url))).routes).toEqual(served());
});

describe.each(Object.entries(routes))('%s', (route, who) => {
  const [method, path] = route.split(' ') as ['GET', string];
  const call = (headers: Record<string, string> = {}) =>
    service.request[method.toLowerCase() as 'get'](path).set(headers);

  test(`is for: ${who}`, async () => {
    const { status, body, headers } = await call();
    if (who === 'public') return expect(status).toBe(200);
    if (who === 'ops')
      return expect((await call({ 'x-forwarded-for': '192.0.2.1' })).status).toBeGreaterThanOrEqual(401);
    expect([status, body.code]).toEqual([401, 'token_missing']);
    expect(headers['www-authenticate']).toMatch(/^Bearer realm=/);
  });
});
