import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { EventStream, waitUntil } from '@latchkey/testing';
import { demoProcess, untilUp, type DemoProcess } from './demo/demo-process.js';
import { emptyDatabase } from './demo/empty-database.js';

let database: Awaited<ReturnType<typeof emptyDatabase>>;
let running: DemoProcess;
let url: string;
beforeAll(async () => {
  database = await emptyDatabase();
  running = demoProcess('main.ts', { DATABASE_URL: database.url, LOG_LEVEL: 'info' });
  url = await untilUp(running);
});
const opened: EventStream[] = [];
afterEach(() => opened.splice(0).forEach((stream) => stream.leave()));
afterAll(async () => {
  running?.kill('SIGKILL');
  await running?.exit;
  await database?.drop();
});

async function open(how: string): Promise<EventStream> {
  const stream = await EventStream.open(`${url}/api/stream/${how}`, {});
  opened.push(stream);
  return stream;
}

const lines = (how: string): unknown[] =>
  running
    .lines()
    .filter(({ path }) => path === `/api/stream/${how}`)
    .map(({ status }) => status);

async function counted(): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const all = /http_request_duration_seconds_count\{[^}]*route="\/api\/stream\/:how"[^}]*\} (\d+)/.exec(text);
  return Number(all?.[1] ?? 0);
}

test('one line is written and one request counted of an answer that ends, and of one whose client leaves', async () => {
  await (
    await open('short')
  ).over;
  await waitUntil(() => lines('short').length > 0);
  const leaving = await open('long');
  expect(lines('long')).toEqual([]);
  leaving.leave();
  await waitUntil(() => lines('long').length > 0);
  await fetch(`${url}/health/live`);
  expect([lines('short'), lines('long'), await counted()]).toEqual([[200], [200], 2]);
});
