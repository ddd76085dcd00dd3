import { expect, test } from '@playwright/test';
import { at, request, codeOf } from '../stack/request.ts';
import { until } from '../stack/clock.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { register } from '../stack/test-user.ts';
import { claimsOf, Program, verdictOf } from '../stack/program.ts';
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
  const [active, revoked] = [await Program.logIn(stack, 'ada'), await Program.logIn(stack, 'ada')];
  const read = async (session: Program): Promise<string> =>
    verdictOf(await session.ask(retirement, { path: '/api/me' }));
  const older = await until(() => fake.last() !== '', 60_000).then(() => fake.last());
  await revoked.ask(bank, { method: 'POST', path: '/api/logout' });
  expect(await until(async () => (await read(revoked)) === '401 session_ended', 60_000)).toBeDefined();

  // What a deletion that is believed would take away.
  const plan = { retirementAge: 61, monthlyWishMinor: '123400' };
  const saved = await active.ask(retirement, { method: 'PUT', path: '/api/plan', json: plan });
  expect(saved.status).toBe(200);
  const kept = async (): Promise<string> => {
    const response = await active.ask(retirement, { path: '/api/plan' });
    return response.body.includes('123400') ? verdictOf(response) : `${verdictOf(response)} without the plan`;
  };

  const person = String(claimsOf(active.access)['sub']);
  const said = { current: fake.last(), older, access: active.access, person };
  expect(claimsOf(said.current)['ver'], 'the version of the feed').toBe(2);
  // Signed ahead, since the bank may say something in a new second before a forgery is given.
  const facts = { ...said, secret: stack.secret, active: active.sid, ahead: 1 };
  const errors: string[] = [];
  const large = floods();
  const made = () => [...forgedFeeds(facts), ...large];
  const kinds = made().map(({ kind }) => kind);
  let before = await problems(stack);
  for (const [index, kind] of kinds.entries()) {
    // Made afresh, so that its time is later than whatever the bank has said meanwhile.
    const forged = made()[index];
    if (forged === undefined) throw new Error(kind);
    await fake.give(forged);
    const after = await problems(stack);
    const verdicts = [await kept(), await read(revoked)].join(', ');
    if (verdicts !== '200, 401 session_ended') errors.push(`${kind}: ${verdicts}`);
    if (after.count !== before.count + 1) errors.push(`${kind}: counted ${after.count - before.count} times`);
    const { reason } = forged;
    if (reason !== undefined && !after.text.includes(`reason="${reason}"`)) errors.push(`${kind}: no reason ${reason}`);
    before = after;
  }
  expect(errors).toEqual([]);
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(await stack.retirement.replicas[0]?.isReady()).toBe(true);
  test.info().annotations.push({ type: 'kinds', description: String(kinds.length) });

  const later = await Program.logIn(stack, 'ada');
  await later.ask(bank, { method: 'POST', path: '/api/logout' });
  const healed = await until(async () => codeOf(await later.ask(retirement, { path: '/api/me' })) !== '', 60_000);
  expect(healed, 'an authentic answer is followed again').toBeDefined();
});

/** Questions whose answer was refused or failed, as /metrics counts them. */
async function problems({ retirement }: Stack): Promise<{ count: number; text: string }> {
  const { body } = await request(at(retirement, retirement.replicas[0]), { path: '/metrics' });
  const lines = body.matchAll(/^latchkey_feed_polls_total\{outcome="(?:refused|failed)"\} (\d+)$/gm);
  return { count: Array.from(lines, ([, count]) => Number(count)).reduce((sum, one) => sum + one, 0), text: body };
}
