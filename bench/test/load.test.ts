import assert from 'node:assert/strict';
import { once as event } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { runClosedLoop } from '../src/load/closed-loop.ts';
import { runLoginClients } from '../src/load/login-clients.ts';
import { guardedGet, inTurn, once, postJson } from '../src/load/requests.ts';
import { runSteadyRate } from '../src/load/steady-rate.ts';
import { summarize } from '../src/statistics.ts';

type Listener = (...request: Parameters<RequestListener>) => unknown;

async function serve(context: TestContext, listener: Listener): Promise<number> {
  const server = createServer((request, response) => void listener(request, response)).listen(0, '127.0.0.1');
  await event(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

void test('each request is sent once and each answer is counted once', async (context) => {
  const seen: (string | undefined)[] = [];
  const port = await serve(context, (request, response) => {
    seen.push(request.headers.authorization);
    response.setHeader('Content-Length', 2).end('ok');
  });
  const requests = Array.from({ length: 500 }, (_, index) => guardedGet(`token${index}`));
  const result = await runClosedLoop({ port, connections: 1, warmUpMs: 0, durationMs: 60_000, next: once(requests) });
  assert.equal(seen.length, 500);
  assert.equal(new Set(seen).size, 500);
  // The first may be answered before the clock starts.
  assert.ok(result.answered >= 499, String(result.answered));
  assert.deepEqual(result.failures, {});
  assert.ok(result.durationMs < 60_000);
});

void test('an answer other than 200 is a failure, by its status', async (context) => {
  let count = 0;
  const port = await serve(context, (_request, response) => {
    response.statusCode = count++ % 2 ? 401 : 200;
    response.setHeader('Content-Length', 0).end();
  });
  const result = await runClosedLoop({
    port,
    connections: 2,
    warmUpMs: 0,
    durationMs: 1_500,
    next: inTurn([guardedGet('t')]),
  });
  assert.deepEqual(Object.keys(result.failures), ['401']);
  assert.ok(Math.abs(result.failures['401']! - result.answered) <= 3);
});

void test('a latency is the time from the last byte sent to the whole answer', async (context) => {
  const port = await serve(context, async (_request, response) => {
    response.writeHead(200, { 'Content-Length': 4 }).write('ab');
    await sleep(300);
    response.end('cd');
  });
  const result = await runClosedLoop({
    port,
    connections: 4,
    warmUpMs: 400,
    durationMs: 2_000,
    next: inTurn([guardedGet('t')]),
  });
  const { p50, count } = summarize(result.latencies);
  assert.ok(p50 >= 298 && p50 < 1_500, `p50 ${p50}`);
  assert.equal(count, result.answered);
  assert.ok(count >= 4 && count <= 40, `answered ${count}`);
});

void test('the answer is put together however TCP cuts it', async (context) => {
  const bytes = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello');
  const server = createTcpServer({ noDelay: true }, (socket) => {
    const dribble = async (): Promise<void> => {
      for (const byte of bytes) {
        socket.write(Buffer.of(byte));
        await sleep(1);
      }
    };
    socket.on('data', () => void dribble());
    socket.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await event(server, 'listening');
  context.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const result = await runClosedLoop({
    port,
    connections: 1,
    warmUpMs: 0,
    durationMs: 30_000,
    next: once([guardedGet('a'), guardedGet('b'), guardedGet('c')]),
  });
  assert.deepEqual(result.failures, {});
  assert.ok(result.answered >= 2);
});

void test('a connection that the server cuts is a failure and is opened again', async (context) => {
  let count = 0;
  const port = await serve(context, (request, response) => {
    if (count++ === 0) request.socket.destroy();
    else response.setHeader('Content-Length', 0).end();
  });
  const result = await runClosedLoop({
    port,
    connections: 1,
    warmUpMs: 0,
    durationMs: 1_500,
    next: inTurn([guardedGet('t')]),
  });
  assert.equal(
    Object.values(result.failures).reduce((sum, n) => sum + n, 0),
    1,
  );
  assert.ok(result.answered > 0);
});

void test('a steady rate goes on while the server stalls, and the stall is seen by all who came meanwhile', async (context) => {
  let stalledUntil = 0;
  const port = await serve(context, async (_request, response) => {
    stalledUntil ||= performance.now() + 1_000;
    await sleep(Math.max(0, stalledUntil - performance.now()));
    response.setHeader('Content-Length', 0).end();
  });
  const result = await runSteadyRate({
    port,
    perSecond: 100,
    durationMs: 2_000,
    patienceMs: 20_000,
    fresh: false,
    next: () => guardedGet('t'),
  });
  assert.equal(result.sent, 200);
  assert.equal(result.answered, 200);
  const slow = result.latencies.filter((latency) => latency > 200).length;
  // A busy machine shortens the stall; a server that slowed its callers down would show one or two.
  assert.ok(slow >= 20 && slow <= 180, `slow answers ${slow}`);
});

void test('what was never answered is counted, with the time it waited', async (context) => {
  const port = await serve(context, () => {});
  const result = await runSteadyRate({
    port,
    perSecond: 50,
    durationMs: 200,
    patienceMs: 200,
    fresh: true,
    next: () => guardedGet('t'),
  });
  assert.equal(result.sent, 10);
  assert.equal(result.unanswered, 10);
  assert.equal(result.answered, 0);
  assert.ok(summarize(result.latencies).max >= 300);
});

void test('fresh means a connection for every request', async (context) => {
  const sockets = new Set<unknown>();
  const port = await serve(context, (request, response) => {
    sockets.add(request.socket);
    response.setHeader('Content-Length', 0).end();
  });
  const plan = { port, perSecond: 20, durationMs: 1_000, patienceMs: 20_000, next: () => guardedGet('t') };
  await runSteadyRate({ ...plan, fresh: true });
  assert.equal(sockets.size, 20);
  sockets.clear();
  await runSteadyRate({ ...plan, fresh: false });
  assert.ok(sockets.size < 20, `connections ${sockets.size}`);
});

void test('logins are counted to the last answer, so a server that answers in bursts gains nothing by them', async (context) => {
  const waiting: (() => void)[] = [];
  const burst = (): void => waiting.splice(0).forEach((answer) => answer());
  // All that came are answered together, 300 ms after the first of them: four clients, so 13.3 logins a second at most.
  const port = await serve(context, (_request, response) => {
    if (waiting.push(() => response.setHeader('Content-Length', 0).end()) === 1) setTimeout(burst, 300);
  });
  const login = postJson('/api/login', { username: 'ada', password: 'x' });
  const result = await runLoginClients({ port, requests: [login, login, login, login], durationMs: 650, fresh: true });
  const perSecond = (result.logins * 1000) / result.elapsedMs;
  assert.ok(result.logins >= 4);
  assert.ok(perSecond > 0 && perSecond < 16, `logins per second ${perSecond}`);
});
