import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createService } from '../src/index.js';
import type { RunningService } from '../src/index.js';
import { speaksForOps } from '../src/http/ops.rules.js';
import { demoEnvironment } from './demo/demo.environment.js';
import { demo } from './demo/demo.service.js';
import type { DemoConfig } from './demo/demo.service.js';

const TOKEN = 'Qm7cV2xLr9TzYb4nWk8sHd3gJf6pAe1uXoRiEtNhBw';
let open: RunningService<DemoConfig>;
let locked: RunningService<DemoConfig>;
beforeAll(async () => {
  open = await createService(demo, demoEnvironment());
  locked = await createService(demo, demoEnvironment({ OPS_TOKEN: TOKEN }));
});
afterAll(() => Promise.all([open?.close(), locked?.close()]));

const call = (
  service: RunningService<DemoConfig>,
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> => fetch(service.url + path, { headers });

describe('operators', () => {
  test.each(['/metrics', '/api/ops'])('%s needs the token if there is one', async (path) => {
    const refused = await call(locked, path);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="http://demo.localhost:4100"');
    expect((await call(locked, path, { authorization: `Bearer ${TOKEN}x` })).status).toBe(401);
    expect((await call(locked, path, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  test.each(['/metrics', '/api/ops'])('%s is for direct local callers if there is no token', async (path) => {
    expect((await call(open, path)).status).toBe(200);
    const forwarded = await call(open, path, { 'x-forwarded-for': '127.0.0.1' });
    expect(forwarded.status).toBe(403);
    expect(await forwarded.json()).toMatchObject({ code: 'ops_only' });
  });

  test('see the details of readiness, others the status alone', async () => {
    const other = await (await call(locked, '/health/ready')).json();
    expect(Object.keys(other as object)).toEqual(['status']);
    const ops = await (await call(locked, '/health/ready', { authorization: `Bearer ${TOKEN}` })).json();
    expect(ops).toMatchObject({ checks: { database: { ok: true } } });
  });

  test.each([
    ['127.0.0.1', true],
    ['127.8.9.1', true],
    ['::ffff:127.0.0.1', true],
    ['::1', true],
    ['10.0.0.1', false],
    ['1.127.0.0', false],
    [undefined, false],
  ])('without a token, %s is local: %s', (peer, isOps) => {
    expect(speaksForOps(undefined, { authorization: undefined, peer, isForwarded: false })).toBe(isOps);
    expect(speaksForOps(undefined, { authorization: undefined, peer, isForwarded: true })).toBe(false);
  });
});
