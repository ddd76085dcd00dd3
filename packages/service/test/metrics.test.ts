import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createService, Metrics } from '../src/index.js';
import type { RunningService } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demo } from './demo/demo-service.js';
import type { DemoConfig } from './demo/demo-service.js';

let service: RunningService<DemoConfig>;
let text: string;
beforeAll(async () => {
  service = await createService(demo, demoEnvironment());
  for (const path of ['/api/hello', '/api/hello?x=1', '/api/fail/app', '/api/fail/token', '/a', '/b', '/%zz'])
    await fetch(service.url + path);
  await fetch(`${service.url}/api/sleep/0.12`);
  service.app.get(Metrics).gauge('demo_age_seconds', 'Age.', [], (gauge) => gauge.set(7));
  const answer = await fetch(`${service.url}/metrics`);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  text = await answer.text();
});
afterAll(() => service?.close());

describe('metrics', () => {
  test('count requests by route pattern, never by path', () => {
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/api/hello",status="200"} 2');
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/api/fail/:how",status="409"} 1');
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="unmatched",status="404"} 2');
    expect(text).not.toContain('/api/fail/app');
  });

  test('tell how long requests took', () => {
    const of = (le: string): string => `route="/api/sleep/:seconds",status="200"} ${le}`;
    expect(text).toMatch(/_bucket\{le="0\.1",method="GET",route="\/api\/sleep\/:seconds",status="200"\} 0/);
    expect(text).toMatch(/_bucket\{le="5",method="GET",route="\/api\/sleep\/:seconds",status="200"\} 1/);
    expect(text).toContain(of('1'));
  });

  test('count refusals by reason', () => {
    expect(text).toContain('latchkey_refusals_total{reason="balance"} 1');
    expect(text).toContain('latchkey_refusals_total{reason="exp"} 1');
    expect(text).toContain('latchkey_refusals_total{reason="not_found"} 2');
    expect(text).toContain('latchkey_refusals_total{reason="bad_url"} 1');
  });

  test('of events that are known beforehand begin with zero', () => {
    const metrics = new Metrics();
    metrics.counter('a_total', 'A.', { kind: ['x', 'y'], ver: ['1'] });
    metrics.histogram('b_seconds', 'B.', [1, 2], { how: ['well'] });
    metrics.expectRefusals(['balance']);
    return expect(metrics.text()).resolves.toMatch(
      /refusals_total\{reason="balance"\} 0[^]*a_total\{kind="x",ver="1"\} 0\na_total\{kind="y",ver="1"\} 0[^]*b_seconds_bucket\{le="2",how="well"\} 0/,
    );
  });

  test('tell which service and release it is, and what time it believes it is', () => {
    expect(text).toMatch(/^latchkey_build_info\{service="demo",version="unknown"\} 1$/m);
    const clock = Number(/^latchkey_clock_seconds (\S+)$/m.exec(text)?.[1]);
    expect(Math.abs(clock - Date.now() / 1000)).toBeLessThan(60);
  });

  test('of a service that is gone keep nothing of it', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const gone = Array.from({ length: 5 }, () => new WeakRef(new Metrics().registry));
    await sleep(250);
    collect();
    expect(gone.filter((registry) => registry.deref() !== undefined)).toEqual([]);
  });

  test('bear a clock that is set ahead by a century', async () => {
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 100 * 365 * 86_400_000);
    const began = performance.now();
    await sleep(250);
    await service.app.get(Metrics).text();
    expect(performance.now() - began).toBeLessThan(5_000);
    clock.mockRestore();
  });

  test('tell about the process and what features add', () => {
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).toContain('demo_age_seconds 7');
  });
});
