import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createService } from '../src/index.js';
import type { RunningService } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demo } from './demo/demo-service.js';
import type { DemoConfig } from './demo/demo-service.js';

let service: RunningService<DemoConfig>;
beforeAll(async () => {
  service = await createService(demo, demoEnvironment());
});
afterAll(() => service?.close());

const fail = (how: string): Promise<Response> => fetch(`${service.url}/api/fail/${how}`);

describe('answers', () => {
  test('have the members of the contract and no others, and its status', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${service.url}/api/notes`, { method: 'POST', headers, body: '{"title":"x"}' });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ title: 'x', count: 0, when: null });
  });

  test('carry the headers of an API', async () => {
    const { headers } = await fetch(`${service.url}/api/hello`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-site');
    expect(headers.get('x-request-id')).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });
});

describe('a failure', () => {
  test('on purpose shows its public half', async () => {
    const answer = await fail('app');
    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual({
      type: 'urn:latchkey:problem:insufficient_funds',
      title: 'Insufficient funds',
      status: 409,
      detail: 'The balance is too low.',
      code: 'insufficient_funds',
      requestId: answer.headers.get('x-request-id'),
    });
  });

  test('that nobody foresaw shows nothing', async () => {
    const answer = await fail('unforeseen');
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'internal_error' });
    expect(text).not.toMatch(/SELECT|secret|\/srv|\.ts|at /);
  });

  test('of the framework keeps its status only', async () => {
    const answer = await fail('nest');
    expect(answer.status).toBe(418);
    expect(await answer.text()).not.toContain('SELECT');
  });

  test('for want of a token says so as RFC 6750 asks', async () => {
    const expired = await fail('token');
    expect(expired.headers.get('www-authenticate')).toBe(
      'Bearer realm="http://demo.localhost:4100", error="invalid_token"',
    );
    const missing = await fail('no-token');
    expect(missing.headers.get('www-authenticate')).toBe('Bearer realm="http://demo.localhost:4100"');
  });
});
