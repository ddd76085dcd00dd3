import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createService } from '../src/index.js';
import type { RunningService } from '../src/index.js';
import { speaksForOps } from '../src/http/ops.rules.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demo } from './demo/demo-service.js';
import type { DemoConfig } from './demo/demo-service.js';
import { rawRequest } from './demo/raw-request.js';

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

  test('see how their request arrived, and what the process was configured to be', async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '192.0.2.7' };
    expect(await (await call(locked, '/health/ready', headers)).json()).toMatchObject({
      request: { address: '127.0.0.1', forwardedFor: '192.0.2.7' },
      checks: { process: { detail: { publicUrl: 'http://demo.localhost:4100', trustedProxyHops: 0 } } },
    });
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
    const direct = { authorization: undefined, peer, host: 'localhost:3001', ownHost: 'bank.demo.localhost' };
    expect(speaksForOps(undefined, { ...direct, isForwarded: false })).toBe(isOps);
    expect(speaksForOps(undefined, { ...direct, isForwarded: true })).toBe(false);
  });

  test.each([
    ['localhost', true],
    ['LOCALHOST:3001', true],
    ['127.0.0.1:3001', true],
    ['127.8.9.1', true],
    ['[::1]:3001', true],
    ['bank.demo.localhost:3001', true],
    ['Bank.Demo.Localhost', true],
    [undefined, false],
    ['', false],
    ['bank.example.com', false],
    ['retirement.demo.localhost:3002', false],
    ['localhost.example.com', false],
    ['127.0.0.1.example.com', false],
    ['127.example.com', false],
    ['10.0.0.1:3001', false],
    ['[::1].example.com', false],
    ['::1', false],
  ])('without a token, the host %s is this machine: %s', (host, isOps) => {
    const direct = { authorization: undefined, peer: '127.0.0.1', host, isForwarded: false };
    expect(speaksForOps(undefined, { ...direct, ownHost: 'bank.demo.localhost' })).toBe(isOps);
    expect(speaksForOps(undefined, { ...direct, host: 'bank.example.com', ownHost: 'bank.example.com' })).toBe(false);
  });

  test.each([
    'Forwarded',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-Forwarded-Proto',
    'X-Forwarded-Port',
    'X-Forwarded-Server',
    'X-Forwarded',
    'X-Real-IP',
    'Via',
    'CF-Connecting-IP',
    'True-Client-IP',
    'X-Client-IP',
    'Client-IP',
    'X-Cluster-Client-IP',
    'X-Original-Forwarded-For',
    'X-Envoy-External-Address',
    'X-Amzn-Trace-Id',
    'CDN-Loop',
    'Fastly-Client-IP',
  ])('without a token, a request with %s came through a proxy', async (name) => {
    for (const path of ['/metrics', '/api/ops']) expect((await call(open, path, { [name]: '' })).status).toBe(403);
    const ready = await (await call(open, '/health/ready', { [name]: '127.0.0.1' })).json();
    expect(Object.keys(ready as object)).toEqual(['status']);
  });

  test('without a token, a name that leads here from elsewhere is no name of this machine', async () => {
    for (const host of ['attacker.example', 'demo.localhost.attacker.example']) {
      const { answer } = await rawRequest(
        open.url,
        `GET /metrics HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1.1 403 /);
    }
    const absolute = `GET http://attacker.example/metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`;
    expect((await rawRequest(open.url, absolute)).answer).toMatch(/^HTTP\/1.1 403 /);
    const twice = 'GET /metrics HTTP/1.1\r\nhost: localhost\r\nhost: attacker.example\r\nconnection: close\r\n\r\n';
    expect((await rawRequest(open.url, twice)).answer).toMatch(/^HTTP\/1.1 403 /);
    const nameless = 'GET /metrics HTTP/1.0\r\n\r\n';
    expect((await rawRequest(open.url, nameless)).answer).toMatch(/^HTTP\/1.1 403 /);
  });
});
