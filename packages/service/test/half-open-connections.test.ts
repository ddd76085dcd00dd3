import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { demoProcess, untilUp } from './demo/demo.process.js';
import type { DemoProcess } from './demo/demo.process.js';
import { rawRequest } from './demo/raw.request.js';

const service = { url: 'http://127.0.0.1:4115' };
let running: DemoProcess;
beforeAll(async () => {
  running = demoProcess('main.ts', { PORT: '4115' });
  await untilUp(service.url);
});
afterAll(async () => {
  running?.kill('SIGKILL');
  await running?.exit;
});

// Far from the minute that Node grants by itself; the exact bound is measured in e2e, where nothing runs beside it.
const LIMIT_MS = 10_000;
const head = 'POST /api/notes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n';

test('connections that never finish their request are closed in seconds, good requests are answered meanwhile', async () => {
  const slow = [
    ...Array.from({ length: 300 }, () => rawRequest(service.url, '')),
    ...Array.from({ length: 300 }, () => rawRequest(service.url, 'GET /api/hello HTTP/1.1\r\nhost: x\r\nx-')),
    ...Array.from({ length: 300 }, () => rawRequest(service.url, `${head}{"title`)),
    ...Array.from({ length: 100 }, () => dripping()),
  ];
  const good: number[] = [];
  for (let count = 0; count < 20; count++) {
    const started = performance.now();
    expect((await fetch(`${service.url}/api/hello`)).status).toBe(200);
    good.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const ends = await Promise.all(slow);
  expect(Math.max(...ends.map(({ ms }) => ms))).toBeLessThan(LIMIT_MS);
  expect(Math.max(...good.slice(5))).toBeLessThan(2_000);
  expect(ends[899]!.answer).toContain('"code":"request_timeout"');
});

// One byte each 200 ms: never silent, never done.
function dripping(): Promise<{ answer: string; ms: number }> {
  return new Promise((resolve) => {
    let started = 0;
    const socket = connect(4115, '127.0.0.1', () => {
      started = performance.now();
      socket.write('GET / HTTP/1.1\r\nx: ');
    });
    const timer = setInterval(() => socket.write('a'), 200);
    socket.on('error', () => undefined).on('data', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve({ answer: '', ms: performance.now() - started });
    });
  });
}
