import assert from 'node:assert/strict';
import { once as event } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { AnswerReader } from '../src/load/answer.ts';
import { runClosedLoop } from '../src/load/closed-loop.ts';
import { runLogouts } from '../src/load/logouts.ts';
import { guardedGet, inTurn } from '../src/load/requests.ts';
import { rotationError, runRotations } from '../src/load/rotations.ts';

async function serve(context: TestContext, listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await event(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const answer = (token: string, status = 200) => ({ status, body: Buffer.from(`{"refresh_token":"${token}"}`) });

void test('an answer to a refresh is right when it brings the next generation, and only then', () => {
  const cases: [body: ReturnType<typeof answer>, hasGeneration: boolean, error: string | undefined][] = [
    [answer('v1.k.s.8.x.m'), true, undefined],
    [answer('v1.k.s.9.x.m'), true, 'generation 9'],
    [answer('v1.k.s.7.y.m'), true, 'generation 7'],
    [answer('v1.k.s.7.x.m'), true, 'the same refresh token again'],
    [answer('v1.k.s.7.x.m'), false, 'the same refresh token again'],
    [answer('another'), false, undefined],
    [answer('v1.k.s.8.x.m', 401), true, '401'],
    [{ status: 200, body: Buffer.from('{}') }, true, 'no refresh token'],
  ];
  for (const [given, hasGeneration, error] of cases) {
    assert.equal(rotationError('v1.k.s.7.x.m', given, hasGeneration), error);
  }
});

/** Answers each token with its successor, unless `spoil` has something else in mind. */
function rotating(spoil: (generation: number) => number = (generation) => generation + 1): RequestListener {
  return (request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const { refresh_token: sent } = JSON.parse(text) as { refresh_token: string };
      const [, kid, sid, generation] = sent.split('.');
      const body = JSON.stringify({ refresh_token: `v1.${kid}.${sid}.${spoil(Number(generation))}.x.m` });
      response.setHeader('Content-Length', Buffer.byteLength(body)).end(body);
    });
  };
}

const tokens = ['v1.k.a.1.x.m', 'v1.k.b.5.x.m', 'v1.k.c.9.x.m'];

void test('a session goes on with the token that it got last, also in the next round', async (context) => {
  const port = await serve(context, rotating());
  const plan = { port, durationMs: 500, hasGeneration: true };
  const first = await runRotations({ ...plan, tokens });
  const second = await runRotations({ ...plan, tokens: first.tokens });
  const generations = second.tokens.map((token) => Number(token.split('.')[3]));
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  assert.deepEqual({ ...first.failures, ...second.failures }, {});
  assert.equal(sum(generations), 1 + 5 + 9 + first.rotated + second.rotated);
});

void test('a session that gets a wrong token stops and is counted as a failure', async (context) => {
  const port = await serve(
    context,
    rotating((generation) => (generation === 5 ? 7 : generation + 1)),
  );
  const result = await runRotations({ port, durationMs: 1_500, hasGeneration: true, tokens: tokens.slice(1) });
  assert.deepEqual(result.failures, { 'generation 7': 1 });
});

void test('refusals are counted when they are what is asked for, and anything else is a failure', async (context) => {
  let count = 0;
  const port = await serve(context, (_, response) => {
    response.statusCode = count++ === 3 ? 200 : 401;
    response.setHeader('Content-Length', 0).end();
  });
  const next = inTurn([guardedGet('t')]);
  const result = await runClosedLoop({ port, connections: 1, warmUpMs: 0, durationMs: 1_500, next, status: 401 });
  assert.deepEqual(result.failures, { 200: 1 });
  assert.ok(result.answered > 0);
});

void test('an answer without a body says no length', () => {
  const read = (text: string) => new AnswerReader().read(Buffer.from(text));
  assert.equal(read('HTTP/1.1 204 No Content\r\nDate: x\r\n\r\n')?.status, 204);
  assert.throws(() => read('HTTP/1.1 200 OK\r\nDate: x\r\n\r\n'), /unreadable/);
});

/** A bank, and replicas of which each hears of a logout after its own delay. */
async function stackOf(context: TestContext, delays: number[], again = false) {
  const revoked = new Map<string, number>();
  const tokenOf = (header: string | undefined): string => header!.split(' ')[1]!;
  const bankPort = await serve(context, (request, response) => {
    revoked.set(tokenOf(request.headers.authorization), performance.now());
    response.writeHead(204).end();
  });
  const replica = (delay: number): RequestListener => {
    const refused = new Set<string>();
    return (request, response) => {
      const token = tokenOf(request.headers.authorization);
      const isOver = performance.now() - (revoked.get(token) ?? Infinity) >= delay && !(again && refused.has(token));
      if (isOver) refused.add(token);
      const body = isOver ? '{"code":"session_ended"}' : '{}';
      response.writeHead(isOver ? 401 : 200, { 'Content-Length': Buffer.byteLength(body) }).end(body);
    };
  };
  const replicaPorts = await Promise.all(delays.map((delay) => serve(context, replica(delay))));
  return { bankPort, replicaPorts, tokens: ['a', 'b', 'c'], pollMs: 2, pauseMs: 10, patienceMs: 5_000 };
}

void test('a logout is timed at each replica, from its sending to the first refusal', async (context) => {
  const result = await runLogouts(await stackOf(context, [0, 1_000]));
  assert.deepEqual(result.failures, {});
  assert.equal(result.refusedAfter.length, 3);
  for (const [quick, slow] of result.refusedAfter as [number, number][]) {
    assert.ok(quick < 990, `quick ${quick}`);
    assert.ok(slow >= 1_000 && slow < 4_000, `slow ${slow}`);
  }
});

void test('a replica that never hears of a logout is a failure, and so is one that lets the copy in again', async (context) => {
  const deaf = await runLogouts({ ...(await stackOf(context, [Infinity])), tokens: ['a'] });
  assert.deepEqual(deaf.failures, { 'never refused': 1, 'let in again': 1 });
  const forgetful = await runLogouts({ ...(await stackOf(context, [0], true)), tokens: ['a', 'b'] });
  assert.deepEqual(forgetful.failures, { 'let in again': 2 });
});
