import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { createService } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demoProcess, untilUp } from './demo/demo-process.js';
import type { DemoProcess } from './demo/demo-process.js';
import { demo } from './demo/demo-service.js';
import { emptyDatabase } from './demo/empty-database.js';

const agent = new Agent({ keepAlive: true });
let database: Awaited<ReturnType<typeof emptyDatabase>>;
let client: Client;
let running: DemoProcess | undefined;
beforeAll(async () => {
  database = await emptyDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterEach(async () => {
  running?.kill('SIGKILL');
  await running?.exit;
  running = undefined;
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

async function start(): Promise<{ process: DemoProcess; url: string }> {
  running = demoProcess('main.ts', { DATABASE_URL: database.url, LOG_LEVEL: 'info' });
  return { process: running, url: await untilUp(running) };
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

const SLEEPING = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
  AND query LIKE 'SELECT pg_sleep%'`;

/** A request that is being worked at. */
async function inFlight(url: string, seconds: number): Promise<{ answer: ReturnType<typeof get> }> {
  const answer = get(`${url}/api/sleep/${seconds}`);
  answer.catch(() => undefined);
  while ((await client.query(SLEEPING)).rowCount === 0) await wait(10);
  return { answer };
}

/** Asks until nobody listens any more. */
async function untilRefused(url: string): Promise<void> {
  while (await get(url).catch((error: { code?: string }) => error.code !== 'ECONNREFUSED')) await wait(10);
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('a service that stops is not ready at once, answers on for its grace, and finishes what runs', async () => {
  const service = await createService(demo, demoEnvironment({ DATABASE_URL: database.url }));
  const working = await inFlight(service.url, 4);
  const order: string[] = [];
  const finished = working.answer.finally(() => order.push('finished'));
  const closed = service.close({ graceMs: 1_500 });
  const ready = await get(`${service.url}/health/ready`);
  expect(ready).toMatchObject({ status: 503, connection: 'close' });
  expect(JSON.parse(ready.body)).toMatchObject({ status: 'draining' });
  expect(await get(`${service.url}/api/hello`)).toMatchObject({ status: 200, connection: 'close' });
  await untilRefused(`${service.url}/api/hello`).finally(() => order.push('refused'));
  expect(await finished).toMatchObject({ status: 200, connection: 'close', body: '{"slept":4}' });
  expect(order).toEqual(['refused', 'finished']);
  await closed;
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s: running requests are finished, then exit 0', async (signal) => {
  const { process, url } = await start();
  const { answer } = await inFlight(url, 2);
  process.kill(signal);
  expect(await answer).toMatchObject({ status: 200, connection: 'close', body: '{"slept":2}' });
  expect(await process.exit).toBe(0);
  const paths = process.lines().map(({ path }) => path);
  expect(paths).toContain('/api/sleep/2');
});

test('a connection that was opened ahead does not hold up the drain', async () => {
  const { process, url } = await start();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await get(`${url}/api/hello`);
  const started = performance.now();
  process.kill('SIGTERM');
  expect(await process.exit).toBe(0);
  // The grace is 0.3 s, and what runs is given 3 s.
  expect(performance.now() - started).toBeLessThan(3_000);
  socket.destroy();
});

test('SIGTERM again changes nothing, ctrl-C exits at once', async () => {
  const { process, url } = await start();
  const { answer } = await inFlight(url, 2);
  process.kill('SIGTERM');
  // Two signals at once would be one.
  await untilRefused(`${url}/health/live`);
  process.kill('SIGTERM');
  expect(await answer).toMatchObject({ status: 200 });
  expect(await process.exit).toBe(0);

  const other = await start();
  await inFlight(other.url, 4);
  other.process.kill('SIGINT');
  await untilRefused(`${other.url}/health/live`);
  other.process.kill('SIGINT');
  expect(await other.process.exit).toBe(1);
});
