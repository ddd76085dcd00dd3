import { afterAll, expect, test } from '@jest/globals';
import { apiDocument } from '@latchkey/openapi/testing';
import { startService } from '@latchkey/testing';
import { sampleService } from '../src/sample.module.js';

// Without the site: its files are public, and whether they are built is not this test's business.
const { site: _site, ...api } = sampleService;
const service = await startService(api);
afterAll(() => service.close());

/** Who may call without a login; every other route is refused without one. */
const PUBLIC = ['GET /api/services', 'GET /health/live', 'GET /health/ready', 'GET /reference'];

test('every route but the public ones asks who calls', async () => {
  const { routes } = await apiDocument(sampleService, new URL('../openapi.json', import.meta.url));
  expect(routes).toEqual(expect.arrayContaining([...PUBLIC, 'GET /api/note', 'PUT /api/note', 'GET /api/note/count']));
  const open: string[] = [];
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ');
    const call = service.request[method.toLowerCase() as 'get'](path).set('x-forwarded-for', '192.0.2.1');
    if ((await call).status < 400) open.push(route);
  }
  expect(open.filter((route) => !route.startsWith('GET /reference'))).toEqual(PUBLIC.slice(0, 3));
});
