import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { demoProcess, untilUp } from './demo/demo-process.js';
import type { DemoProcess } from './demo/demo-process.js';
import { rawRequest } from './demo/raw-request.js';

let url: string;
let running: DemoProcess;
beforeAll(async () => {
  running = demoProcess('main.ts', { LOG_LEVEL: 'info' });
  url = await untilUp(running);
});
afterAll(async () => {
  running?.kill('SIGKILL');
  await running?.exit;
});

// Far from the minute that Node grants by itself; the exact bound is measured in e2e, where nothing runs beside it.
const LIMIT_MS = 30_000;
const head = 'POST /api/notes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n';

test('connections that never finish their request are closed in seconds, good requests are answered meanwhile', async () => {
  const slow = [
    ...Array.from({ length: 300 }, () => rawRequest(url, '')),
    ...Array.from({ length: 300 }, () => rawRequest(url, 'GET /api/hello HTTP/1.1\r\nhost: x\r\nx-')),
    ...Array.from({ length: 300 }, () => rawRequest(url, `${head}{"title`)),
    ...Array.from({ length: 100 }, () => dripping()),
  ];
  let open = slow.length;
  for (const one of slow) void one.then(() => open--);
  for (let count = 0; count < 20; count++) {
    expect((await fetch(`${url}/api/hello`)).status).toBe(200);
    if (count === 0) expect(open).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const ends = await Promise.all(slow);
  expect(Math.max(...ends.map(({ ms }) => ms))).toBeLessThan(LIMIT_MS);
  expect(ends[899]!.answer).toContain('"code":"request_timeout"');
});

// One byte each 200 ms: never silent, never done.
function dripping(): Promise<{ answer: string; ms: number }> {
  return new Promise((resolve) => {
    let started = 0;
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
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
