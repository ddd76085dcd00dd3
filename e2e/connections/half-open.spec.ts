import { expect, test } from '@playwright/test';
import { startStack, type Stack } from '../stack/stack.ts';
import { bearer, logIn, register } from '../stack/test-user.ts';
import { request } from '../stack/request.ts';
import { manners, open } from './half-open.ts';

// A service closes them after 5 s, by itself Node would after a minute; the rest is for a busy machine.
const LIMIT_MS = 20_000;
let stack: Stack;
let token: string;

test.beforeAll(async () => {
  stack = await startStack();
  await register(stack, 'ada');
  token = await logIn(stack, 'ada');
});

test.afterAll(() => stack?.stop());

for (const service of ['bank', 'retirement'] as const) {
  test(`closes each connection that never finishes its request within seconds, at ${service}`, async () => {
    const target = stack[service];
    const kinds = manners(target.host, token).filter((one) => service === 'retirement' || !one.first.startsWith('PUT'));
    const ends = await Promise.all(kinds.map((kind) => endOf(open(target.port, kind))));
    expect(ends.filter((end) => end.after > LIMIT_MS).map((end) => end.kind)).toEqual([]);
    for (const { kind, said } of ends.filter((end) => end.said !== '')) {
      expect(said, `what was said to ${kind}`).toMatch(
        /^HTTP\/1\.1 408 [^]*\r\ncontent-type: application\/problem\+json[^]*"code":"request_timeout"/i,
      );
    }
  });
}

test('a thousand half-open connections are closed within seconds, and good requests are answered all the while', async () => {
  const target = stack.retirement;
  const kinds = manners(target.host, token);
  const crowd = Array.from({ length: 1_000 }, (_, index) =>
    open(target.port, kinds[index % kinds.length] ?? { kind: 'silent', first: '' }),
  );
  let waiting = crowd.length;
  const ends = Promise.all(
    crowd.map(async (one) => {
      const end = await endOf(one);
      waiting -= 1;
      return end;
    }),
  );
  const times: number[] = [];
  while (waiting > 0) {
    const answer = await request(target, { path: '/api/me', headers: [bearer(token)], deadline: 60_000, fresh: true });
    expect(answer.status).toBe(200);
    times.push(answer.milliseconds);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const late = (await ends).filter((end) => end.after > LIMIT_MS);
  const p99 = times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? Number.NaN;
  test.info().annotations.push({ type: 'p99', description: `${p99.toFixed(1)} ms of ${times.length} good requests` });
  expect(late.slice(0, 20).map((end) => `${end.kind} after ${Math.round(end.after)} ms, of ${late.length}`)).toEqual(
    [],
  );
  expect(times.length, 'good requests that were answered while others never ended').toBeGreaterThan(50);
});

async function endOf(one: ReturnType<typeof open>): Promise<{ kind: string; after: number; said: string }> {
  const limit = setTimeout(() => one.giveUp(), 2 * LIMIT_MS);
  const end = await one.ended;
  clearTimeout(limit);
  return end;
}
