import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Connections } from '../src/http/connections.js';
import { Metrics } from '../src/metrics/metrics.js';
import { demoProcess, untilUp } from './demo/demo-process.js';
import type { DemoProcess } from './demo/demo-process.js';

// More than the kernel takes for both ends of a connection.
const LARGE = Buffer.alloc(32_000_000, 'x');
const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';

const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

/** A server of large answers with its bounds, and what it counted. */
async function boundedServer(most: number, stalledAfterMs: number) {
  const metrics = new Metrics();
  const server = createServer((_request, response) => response.end(LARGE));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  new Connections(metrics).bound(server, most, { stalledAfterMs, checkEveryMs: 20 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const counted = async (reason: string): Promise<number> =>
    Number(
      new RegExp(`latchkey_connections_ended_total\\{reason="${reason}"\\} (\\d+)`).exec(await metrics.text())?.[1] ??
        0,
    );
  return { port: (server.address() as AddressInfo).port, counted };
}

function client(port: number): Socket {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  open.push(() => socket.destroy());
  return socket;
}

describe('a client that asks and takes nothing', () => {
  test('is ended, and counted', async () => {
    const { port, counted } = await boundedServer(10, 200);
    const socket = client(port).pause();
    socket.write(GET);
    await once(socket, 'connect');
    await until(async () => (await counted('not_reading')) === 1);
  });

  test('is ended though it goes on sending', async () => {
    const { port, counted } = await boundedServer(10, 200);
    const socket = client(port).pause();
    socket.write(`${GET}GET / HTTP/1.1\r\nx: `);
    const timer = setInterval(() => socket.write('x'), 20);
    await until(async () => (await counted('not_reading')) === 1).finally(() => clearInterval(timer));
  });

  test('is left alone while it takes a little', async () => {
    const { port, counted } = await boundedServer(10, 2000);
    const socket = client(port);
    socket.write(GET);
    let taken = 0;
    // A second for each part, far below what would be ended; the whole takes longer than that.
    socket.on('data', (data: Buffer) => {
      taken += data.length;
      socket.pause();
      setTimeout(() => socket.resume(), data.length / 10_000);
    });
    await until(() => Promise.resolve(taken >= LARGE.length));
    expect(await counted('not_reading')).toBe(0);
  });

  test('is left alone while nothing waits for it', async () => {
    const { port, counted } = await boundedServer(10, 50);
    const idle = client(port);
    await once(idle, 'connect');
    const other = client(port).pause();
    other.write(GET);
    await until(async () => (await counted('not_reading')) === 1);
    expect(idle.destroyed).toBe(false);
    expect(idle.readyState).toBe('open');
  });
});

test('connections beyond the bound are closed at once, and counted', async () => {
  const { port, counted } = await boundedServer(2, 1000);
  const kept = [client(port), client(port)];
  await Promise.all(kept.map((socket) => once(socket, 'connect')));
  const more = client(port);
  await once(more, 'close');
  expect(await counted('over_limit')).toBe(1);
  expect(kept.every((socket) => !socket.destroyed)).toBe(true);
});

describe('requests that are sent ahead', () => {
  let running: DemoProcess;
  let url: URL;
  beforeAll(async () => {
    running = demoProcess('main.ts', { LOG_LEVEL: 'info' });
    url = new URL(await untilUp(running));
  });
  afterAll(async () => {
    running?.kill('SIGKILL');
    await running?.exit;
  });

  const ahead = (path: string, times: number): string =>
    `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`.repeat(times) +
    `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`;

  test('are answered in their order, up to a hundred', async () => {
    const socket = client(Number(url.port));
    let text = '';
    socket.setEncoding('utf8').on('data', (data) => (text += data));
    socket.write(ahead('/api/hello', 80));
    await once(socket, 'close');
    expect(text.match(/HTTP\/1\.1 200 /g)).toHaveLength(81);
  });

  test('end the connection when they are thousands, and the memory stays bounded', async () => {
    const before = residentBytes(running.pid);
    const sockets = Array.from({ length: 60 }, () => client(Number(url.port)).pause());
    for (const socket of sockets) socket.write(ahead('/api/sleep/1', 5000));
    await until(async () => {
      const metrics = await (await fetch(`${url.origin}/metrics`)).text();
      const ended = /latchkey_connections_ended_total\{reason="too_far_ahead"\} (\d+)/.exec(metrics)?.[1];
      // On a busy machine a few take too long over one request, and end for that.
      return Number(ended ?? 0) >= 50;
    });
    // Loose, because a process gives memory back late.
    if (before !== undefined) expect(residentBytes(running.pid)! - before).toBeLessThan(250_000_000);
    expect((await fetch(`${url.origin}/api/hello`)).status).toBe(200);
  });
});

// Linux tells it; elsewhere nothing is measured.
function residentBytes(pid: number): number | undefined {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
  } catch {
    return undefined;
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
