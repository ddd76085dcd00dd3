import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { test, type TestContext } from 'node:test';
import { runLogouts } from '../src/load/logouts.ts';
import { runWithdrawals } from '../src/load/withdrawals.ts';
import { serve } from './serve.ts';

const times = { pollMs: 2, pauseMs: 10, patienceMs: 5_000 };
/** Where nobody is to hear of it. */
const SHORT_MS = 500;

function respond(response: Parameters<RequestListener>[1], status: number, body: object = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'Content-Length': Buffer.byteLength(text) }).end(text);
}

const tokenOf = (header: string | undefined): string => header!.split(' ')[1]!;

/** A bank, and replicas of which each hears of what it takes back after its own delay, and answers then with this code. */
async function stackOf(context: TestContext, delays: number[], { code = 'session_ended', again = false } = {}) {
  const takenAt = new Map<string, number>();
  const take = (token: string): void => void takenAt.set(token, performance.now());
  const replica = (delay: number): RequestListener => {
    const refused = new Set<string>();
    return (request, response) => {
      const token = tokenOf(request.headers.authorization);
      // What a person holds after a renewal: no role.
      if (token.endsWith('-renewed')) return respond(response, request.url === '/role' ? 403 : 200);
      const isOver = performance.now() - (takenAt.get(token) ?? Infinity) >= delay && !(again && refused.has(token));
      if (isOver) refused.add(token);
      respond(response, isOver ? 401 : 200, isOver ? { code } : {});
    };
  };
  return { take, replicaPorts: await Promise.all(delays.map((delay) => serve(context, replica(delay)))) };
}

async function logOutOf(context: TestContext, delays: number[], tokens: string[], again = false) {
  const { take, replicaPorts } = await stackOf(context, delays, { again });
  const bankPort = await serve(context, (request, response) => {
    take(tokenOf(request.headers.authorization));
    response.writeHead(204).end();
  });
  const patienceMs = delays.includes(Infinity) ? SHORT_MS : times.patienceMs;
  return runLogouts({ bankPort, replicaPorts, tokens, ...times, patienceMs });
}

void test('a logout is timed at each replica, from its sending to the first refusal', async (context) => {
  const result = await logOutOf(context, [0, 1_000], ['a', 'b', 'c']);
  assert.deepEqual(result.failures, {});
  assert.equal(result.refusedAfter.length, 3);
  for (const [quick, slow] of result.refusedAfter as [number, number][]) {
    assert.ok(quick < 990, `quick ${quick}`);
    assert.ok(slow >= 1_000 && slow < 4_000, `slow ${slow}`);
  }
});

void test('a replica that never hears of a logout is a failure, and so is one that lets the copy in again', async (context) => {
  const deaf = await logOutOf(context, [Infinity], ['a']);
  assert.deepEqual(deaf.failures, { 'never refused': 1, 'let in again': 1 });
  const forgetful = await logOutOf(context, [0], ['a', 'b'], true);
  assert.deepEqual(forgetful.failures, { 'let in again': 2 });
});

/** @param refresh - status of the bank's answer to a renewal, and what the new token ends with */
async function withdrawOf(context: TestContext, code: string, refresh: [status: number, ending: string]) {
  const { take, replicaPorts } = await stackOf(context, [0, 300], { code });
  const bankPort = await serve(context, (_, response) => {
    respond(response, refresh[0], { access_token: `a${refresh[1]}` });
  });
  const holders = [{ userId: 'u', access: 'a', refresh: 'r' }];
  const patienceMs = code === 'renew_required' ? times.patienceMs : SHORT_MS;
  const plan = { bankPort, replicaPorts, path: '/role', holders, ...times, patienceMs };
  return runWithdrawals(plan, async () => take('a'));
}

void test('a withdrawal is timed like a logout, and its person renews and goes on without the role', async (context) => {
  const { failures, refusedAfter } = await withdrawOf(context, 'renew_required', [200, '-renewed']);
  assert.deepEqual(failures, {});
  assert.ok(refusedAfter[0]![1]! >= 300);
});

void test('a withdrawal that logs somebody out is a failure, and so is one after which the role still counts', async (context) => {
  const loggedOut = await withdrawOf(context, 'renew_required', [401, '']);
  assert.deepEqual(loggedOut.failures, { 'logged out: 401': 1 });
  const kept = await withdrawOf(context, 'renew_required', [200, '-with-role']);
  assert.deepEqual(kept.failures, { 'renewed, with the role: 200': 2 });
  const { failures } = await withdrawOf(context, 'session_ended', [200, '-renewed']);
  assert.ok(failures['replica: 401']! > 0 && failures['never refused'] === 2);
});
