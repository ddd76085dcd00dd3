import { expect, test } from '@playwright/test';
import { request, codeOf, problemOf, type Response } from '../stack/request.ts';
import { sleep } from '../stack/clock.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { openTcpProxy } from '../stack/tcp-proxy.ts';
import { register } from '../stack/test-user.ts';
import { generationOf, logInMany, Program, refreshWith, tokensOf, verdictOf } from '../stack/program.ts';
import { exactly, none, record, size } from './figures.ts';

let stack: Stack;

test.beforeAll(async () => {
  // Who is told to come again, on a busy machine, still comes in time.
  const bank = { REFRESH_GRACE: '300' };
  stack = await startStack({ balanced: true, replicas: { bank: 2, retirement: 1 }, env: { bank } });
  await register(stack, 'ada');
});

test.afterAll(() => stack?.stop());

/** As a client does: what is refused for the moment is asked again. */
async function patientRefresh(old: string): Promise<Response> {
  for (;;) {
    const response = await refreshWith(stack.bank, old, { deadline: 120_000 });
    const seconds = Number(response.headers.get('retry-after')?.[0]);
    if (response.status !== 503 || !(seconds > 0)) return response;
    await sleep(1_000 * seconds);
  }
}

test('racing refreshes of one token all get the same successor, at two replicas of the bank', async () => {
  const sessions = await logInMany(stack, size(100, 20));
  const racers = size(10, 10);
  const races = size(10, 5);
  const violations: string[] = [];
  let sent = 0;
  for (let race = 0; race < races; race += 1) {
    await Promise.all(
      sessions.map(async (session) => {
        const old = session.refresh;
        const response = await Promise.all(Array.from({ length: racers }, () => patientRefresh(old)));
        sent += response.length;
        const tokens = response.map(tokensOf);
        violations.push(...response.filter((one) => one.status !== 200).map(verdictOf));
        const successors = new Set(tokens.map((one) => one?.refresh));
        if (successors.size !== 1) violations.push(`${successors.size} successors of one token`);
        const [winner] = tokens;
        if (winner === undefined) return;
        if (generationOf(winner.refresh) !== generationOf(old) + 1) violations.push('a generation was skipped');
        Object.assign(session, winner);
      }),
    );
  }
  const alive = await Promise.all(sessions.map((session) => session.ask(stack.retirement, { path: '/api/me' })));
  violations.push(...alive.filter((one) => one.status !== 200).map((one) => `afterwards ${verdictOf(one)}`));
  record([none(`racing refreshes from ${sessions.length} sessions: violations`, violations.length, String(sent))], {
    violations: violations.slice(0, 20),
  });
});

test('a connection that is cut before the answer costs nothing: the retry gets the same session', async () => {
  const tries = size(100, 20);
  const proxy = await openTcpProxy(() => stack.bank.port);
  const throughProxy = { ...stack.bank, port: proxy.port };
  const session = await Program.logIn(stack, 'ada');
  const errors: string[] = [];
  let same = 0;
  try {
    for (let turn = 0; turn < tries; turn += 1) {
      const old = session.refresh;
      proxy.set('lose');
      const first = await refreshWith(throughProxy, old, { fresh: true }).catch((error: Error) => error);
      if (!(first instanceof Error)) errors.push(`the answer was not lost: ${verdictOf(first)}`);
      proxy.set('pass');
      const response = await session.renew();
      if (response.status !== 200) errors.push(verdictOf(response));
      else if (generationOf(session.refresh) === generationOf(old) + 1) same += 1;
      else errors.push(`generation ${generationOf(old)} became ${generationOf(session.refresh)}`);
    }
    expect(proxy.lost()).toBe(tries);
    const read = await session.ask(stack.retirement, { path: '/api/me' });
    expect(verdictOf(read)).toBe('200');
    record([exactly('answer lost, retry within the grace: same session', tries, same)], { errors });
  } finally {
    await proxy.stop();
  }
});

test('a stolen old token ends the session, and its holder is told why', async () => {
  const session = await Program.logIn(stack, 'ada');
  const stolen = session.refresh;
  for (let turn = 0; turn < 3; turn += 1) expect(verdictOf(await session.renew())).toBe('200');
  const theft = await refreshWith(stack.bank, stolen);
  const holder = await session.renew();
  const told = [theft, holder].map((response) => `${verdictOf(response)} ${String(problemOf(response)['endReason'])}`);
  expect(told).toEqual(Array(2).fill('401 session_ended refresh_reused'));
  await expect
    .poll(async () => codeOf(await session.ask(stack.retirement, { path: '/api/me' })), { timeout: 60_000 })
    .toBe('session_ended');
  const nobody = await request(stack.bank, { path: '/api/me' });
  expect(verdictOf(nobody)).toBe('401 token_missing');
  expect(problemOf(nobody)['endReason']).toBeUndefined();
  record([exactly('stolen old token: session dead, reason told to its holder', 2, told.length)]);
});

test('a token replaced longer ago than the grace is a theft, also when its answer was lost', async () => {
  const short = await startStack({ env: { bank: { REFRESH_GRACE: '5' } } });
  try {
    await register(short, 'ada');
    const session = await Program.logIn(short, 'ada');
    const old = session.refresh;
    await session.renew();
    expect(verdictOf(await refreshWith(short.bank, old)), 'within the grace').toBe('200');
    await sleep(5_300);
    const late = await refreshWith(short.bank, old);
    expect(`${verdictOf(late)} ${String(problemOf(late)['endReason'])}`).toBe('401 session_ended refresh_reused');
  } finally {
    await short.stop();
  }
});
