import { Agent, request } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { demoProcess, untilUp } from './demo/demo.process.js';
import type { DemoProcess } from './demo/demo.process.js';

const agent = new Agent({ keepAlive: true });
let running: DemoProcess | undefined;
afterEach(async () => {
  running?.kill('SIGKILL');
  await running?.exit;
});

async function start(port: number): Promise<{ process: DemoProcess; url: string }> {
  const url = `http://127.0.0.1:${port}`;
  running = demoProcess('main.ts', { PORT: `${port}`, LOG_LEVEL: 'info' });
  await untilUp(url);
  return { process: running, url };
}

function get(url: string): Promise<{ status: number; connection: string | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (answer) => {
      let body = '';
      answer.on('data', (data: Buffer) => (body += data.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode!, connection: answer.headers.connection, body }));
    })
      .on('error', reject)
      .end();
  });
}

async function firstNotReady(url: string): ReturnType<typeof get> {
  for (;;) {
    const ready = await get(`${url}/health/ready`);
    if (ready.status !== 200) return ready;
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s: not ready at once, running requests are finished, then exit 0',
  async (signal) => {
    const { process, url } = await start(signal === 'SIGTERM' ? 4110 : 4111);
    const inFlight = get(`${url}/api/sleep/1`);
    await wait(100);
    process.kill(signal);
    const ready = await firstNotReady(url);
    expect(ready).toMatchObject({ status: 503, connection: 'close' });
    expect(JSON.parse(ready.body)).toMatchObject({ status: 'draining' });
    expect(await get(`${url}/api/hello`)).toMatchObject({ status: 200, connection: 'close' });
    await wait(400);
    await expect(get(`${url}/api/hello`)).rejects.toThrow('ECONNREFUSED');
    expect(await inFlight).toMatchObject({ status: 200, connection: 'close', body: '{"slept":1}' });
    expect(await process.exit).toBe(0);
    const paths = process.lines().map(({ path }) => path);
    expect(paths).toContain('/api/sleep/1');
  },
);

test('a connection that was opened ahead does not hold up the drain', async () => {
  const { process, url } = await start(4112);
  const { connect } = await import('node:net');
  const socket = connect(4112, '127.0.0.1');
  await get(`${url}/api/hello`);
  const started = performance.now();
  process.kill('SIGTERM');
  expect(await process.exit).toBe(0);
  expect(performance.now() - started).toBeLessThan(1500);
  socket.destroy();
});

test('a second signal exits at once', async () => {
  const { process, url } = await start(4113);
  void get(`${url}/api/sleep/4`).catch(() => undefined);
  await wait(100);
  process.kill('SIGTERM');
  await wait(100);
  const started = performance.now();
  process.kill('SIGTERM');
  expect(await process.exit).toBe(1);
  expect(performance.now() - started).toBeLessThan(500);
});
