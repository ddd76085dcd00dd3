import { expect, test } from '@playwright/test';
import { at, request, codeOf } from '../stack/request.ts';
import { until } from '../stack/clock.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { register } from '../stack/test-user.ts';
import { Program, verdictOf } from '../stack/program.ts';
import { openFeedProxy, type FeedProxy } from './feed-proxy.ts';
import { floods, forgedFeeds } from '@latchkey/conformance/attacks';

let stack: Stack | undefined;
let fake: FeedProxy;

test.beforeAll(async () => {
  fake = await openFeedProxy(() => ({ port: stack?.bank.port ?? 0, host: stack?.bank.host ?? '' }));
  stack = await startStack({ env: { retirement: { BANK_URL: fake.url } } });
  await register(stack, 'ada');
});

test.afterAll(async () => {
  await stack?.stop();
  await fake?.stop();
});

test('no forged answer of the feed is believed, each is counted, and what was known stays in force', async () => {
  if (stack === undefined) throw new Error('the stack is not started');
  const { bank, retirement } = stack;
  const [living, dead] = [await Program.logIn(stack, 'ada'), await Program.logIn(stack, 'ada')];
  const read = async (session: Program): Promise<string> =>
    verdictOf(await session.ask(retirement, { path: '/api/me' }));
  const older = await until(() => fake.last() !== '', 60_000).then(() => fake.last());
  await dead.ask(bank, { method: 'POST', path: '/api/logout' });
  expect(await until(async () => (await read(dead)) === '401 session_ended', 60_000)).toBeDefined();

  const said = { current: fake.last(), older, access: living.access };
  // Signed ahead, since the bank may say something in a new second before a forgery is given.
  const facts = { ...said, secret: stack.secret, living: living.sid, ahead: 1 };
  const faults: string[] = [];
  const large = floods();
  const made = () => [...forgedFeeds(facts), ...large];
  const kinds = made().map(({ kind }) => kind);
  let before = await refusals(stack);
  for (const [index, kind] of kinds.entries()) {
    // Made afresh, so that its time is later than whatever the bank has said meanwhile.
    const forged = made()[index];
    if (forged === undefined) throw new Error(kind);
    await fake.give(forged);
    const after = await refusals(stack);
    const verdicts = [await read(living), await read(dead)].join(', ');
    if (verdicts !== '200, 401 session_ended') faults.push(`${kind}: ${verdicts}`);
    if (after.count !== before.count + 1) faults.push(`${kind}: counted ${after.count - before.count} times`);
    const { reason } = forged;
    if (reason !== undefined && !after.text.includes(`reason="${reason}"`)) faults.push(`${kind}: no reason ${reason}`);
    before = after;
  }
  expect(faults).toEqual([]);
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(await stack.retirement.replicas[0]?.isReady()).toBe(true);
  test.info().annotations.push({ type: 'kinds', description: String(kinds.length) });

  const later = await Program.logIn(stack, 'ada');
  await later.ask(bank, { method: 'POST', path: '/api/logout' });
  const healed = await until(async () => codeOf(await later.ask(retirement, { path: '/api/me' })) !== '', 60_000);
  expect(healed, 'an authentic answer is followed again').toBeDefined();
});

/** Questions whose answer was refused or failed, as /metrics counts them. */
async function refusals({ retirement }: Stack): Promise<{ count: number; text: string }> {
  const { body } = await request(at(retirement, retirement.replicas[0]), { path: '/metrics' });
  const lines = body.matchAll(/^latchkey_feed_polls_total\{outcome="(?:refused|failed)"\} (\d+)$/gm);
  return { count: Array.from(lines, ([, count]) => Number(count)).reduce((sum, one) => sum + one, 0), text: body };
}
