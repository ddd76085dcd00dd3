import { closeSync, existsSync, openSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { freePort } from '@latchkey/testing/free-port';
import { TcpProxy } from '@latchkey/testing/tcp-proxy';
import { waitUntil } from '@latchkey/testing';
import { demoProcess } from './demo/demo-process.js';
import type { DemoProcess } from './demo/demo-process.js';

/** What is promised after the grace; npm run endurance holds it to the letter, on a machine that has nothing else to do. */
const PROMISED_MS = 5_000;
const BUSY_MS = 3_000;
const GRACE_MS = 300;

let running: DemoProcess | undefined;
const open: (() => unknown)[] = [];
afterEach(async () => {
  running?.kill('SIGKILL');
  await running?.exit;
  for (const close of open.splice(0)) await close();
});

/** A client that sends this and reads nothing of what comes. */
async function silentClient(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  open.push(() => socket.destroy());
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(text);
  return socket.pause();
}

const head = (line: string, more = ''): string => `${line} HTTP/1.1\r\nhost: x\r\n${more}\r\n`;

test('a service ends within 5 s after its grace, with 0, though nothing else does', async () => {
  const database = await new TcpProxy(new URL(process.env.TEST_DATABASE_URL!)).open();
  const collector = createServer().listen(0, '127.0.0.1');
  open.push(
    () => database.cut(),
    () => collector.close(),
  );
  const full = existsSync('/dev/full') ? openSync('/dev/full', 'a') : ('ignore' as const);
  if (typeof full === 'number') open.push(() => closeSync(full));
  const ahead = ['demo/register.js', '../src/boot/tracing.ts'].map((file) => new URL(file, import.meta.url).href);
  const port = await freePort();
  running = demoProcess(
    'main.ts',
    {
      PORT: `${port}`,
      LOG_LEVEL: 'info',
      DATABASE_URL: database.url,
      DRAIN_GRACE: `${GRACE_MS / 1000}`,
      NODE_OPTIONS: ahead.map((file) => `--import=${file}`).join(' '),
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    },
    [],
    ['ignore', full, full],
  );
  const statusOf = (path: string): Promise<number> =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      ({ status }) => status,
      () => 0,
    );
  await waitUntil(async () => (await statusOf('/api/sleep/0')) === 200);
  // All at once: an open stream, a body that never comes, a client that reads nothing, and a database that says nothing more.
  await silentClient(port, head('GET /api/stream/long'));
  await silentClient(port, head('POST /api/notes', 'content-type: application/json\r\ncontent-length: 20\r\n'));
  await silentClient(port, head('GET /api/hello').repeat(90));
  await waitUntil(async () => (await statusOf('/health/live')) === 200);
  database.hold();
  const waiting = Array.from({ length: 12 }, () => statusOf('/api/sleep/1'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  const began = performance.now();
  running.kill('SIGTERM');
  expect(await running.exit).toBe(0);
  expect(performance.now() - began).toBeLessThan(GRACE_MS + PROMISED_MS + BUSY_MS);
  await Promise.all(waiting);
});
