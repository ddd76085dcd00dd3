import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';
import { AnswerReader } from '../src/load/answer.ts';
import { runClosedLoop } from '../src/load/closed-loop.ts';
import { guardedGet, inTurn } from '../src/load/requests.ts';
import { rotationError, runRotations } from '../src/load/rotations.ts';
import { serve } from './serve.ts';

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
