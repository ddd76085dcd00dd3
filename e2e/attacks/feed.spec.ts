import { expect, test } from '@playwright/test';
import { at, request, codeOf, type Target } from '../stack/request.ts';
import { until } from '../stack/clock.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { register } from '../stack/test-user.ts';
import { claimsOf, Program, verdictOf } from '../stack/program.ts';
import { openFeedProxy, type FeedProxy } from './feed-proxy.ts';
import { floods, forgedFeeds } from '@latchkey/conformance/attacks';

/** Replicas of retirement, each told its share of the forgeries: after a refusal a reader takes its time. */
const READERS = 4;

let stack: Stack | undefined;
let fakes: FeedProxy[] = [];

test.beforeAll(async () => {
  const bank = () => ({ port: stack?.bank.port ?? 0, host: stack?.bank.host ?? '' });
  fakes = await Promise.all(Array.from({ length: READERS }, () => openFeedProxy(bank)));
  stack = await startStack({
    balanced: true,
    replicas: { bank: 1, retirement: READERS },
    env: { retirement: (replica) => ({ BANK_URL: fakes[replica]!.url }) },
  });
  await register(stack, 'ada');
});

test.afterAll(async () => {
  await stack?.stop();
  await Promise.all(fakes.map((fake) => fake.stop()));
});

test('no forged answer of the feed is believed, each is counted, and what was known stays in force', async () => {
  if (stack === undefined) throw new Error('the stack is not started');
  const { bank, secret } = stack;
  const readers = replicasOf(stack);
  const [active, revoked] = [await Program.logIn(stack, 'ada'), await Program.logIn(stack, 'ada')];
  const read = async (session: Program, reader: Target): Promise<string> =>
    verdictOf(await session.ask(reader, { path: '/api/me' }));
  const older = await Promise.all(fakes.map((fake) => until(() => fake.last() !== '', 60_000).then(() => fake.last())));
  await revoked.ask(bank, { method: 'POST', path: '/api/logout' });
  for (const reader of readers)
    expect(await until(async () => (await read(revoked, reader)) === '401 session_ended', 60_000)).toBeDefined();

  // What a deletion that is believed would take away.
  const plan = { retirementAge: 61, monthlyWishMinor: '123400' };
  const saved = await active.ask(readers[0]!, { method: 'PUT', path: '/api/plan', json: plan });
  expect(saved.status).toBe(200);
  const kept = async (reader: Target): Promise<string> => {
    const response = await active.ask(reader, { path: '/api/plan' });
    return response.body.includes('123400') ? verdictOf(response) : `${verdictOf(response)} without the plan`;
  };

  const person = String(claimsOf(active.access)['sub']);
  const errors: string[] = [];
  const large = floods();
  const told: string[] = [];
  const tellAll = async (reader: Target, index: number): Promise<void> => {
    const fake = fakes[index]!;
    const said = { current: fake.last(), older: older[index]!, access: active.access, person };
    expect(claimsOf(said.current)['ver'], 'the version of the feed').toBe(2);
    // Signed ahead, since the bank may say something in a new second before a forgery is given.
    const facts = { ...said, secret, active: active.sid, ahead: 1 };
    // Made afresh, so that its time is later than whatever the bank has said meanwhile.
    const made = () => [...forgedFeeds(facts), ...large];
    const { length } = made();
    let before = await problems(reader);
    for (let next = index; next < length; next += READERS) {
      const forged = made()[next]!;
      const { kind, reason } = forged;
      told.push(kind);
      await fake.give(forged);
      const after = await problems(reader);
      const verdicts = [await kept(reader), await read(revoked, reader)].join(', ');
      if (verdicts !== '200, 401 session_ended') errors.push(`${kind}: ${verdicts}`);
      if (after.count !== before.count + 1) errors.push(`${kind}: counted ${after.count - before.count} times`);
      if (reason !== undefined && !after.text.includes(`reason="${reason}"`))
        errors.push(`${kind}: no reason ${reason}`);
      before = after;
    }
  };
  await Promise.all(readers.map(tellAll));
  expect(errors).toEqual([]);
  expect(new Set(told).size).toBe(told.length);
  for (const replica of stack.retirement.replicas) expect(await replica.isReady()).toBe(true);
  test.info().annotations.push({ type: 'kinds', description: String(told.length) });

  const later = await Program.logIn(stack, 'ada');
  await later.ask(bank, { method: 'POST', path: '/api/logout' });
  for (const reader of readers) {
    const healed = await until(async () => codeOf(await later.ask(reader, { path: '/api/me' })) !== '', 60_000);
    expect(healed, 'an authentic answer is followed again').toBeDefined();
  }
});

const replicasOf = ({ retirement }: Stack): Target[] => retirement.replicas.map((replica) => at(retirement, replica));

/** Questions whose answer was refused or failed, as /metrics counts them. */
async function problems(reader: Target): Promise<{ count: number; text: string }> {
  const { body } = await request(reader, { path: '/metrics' });
  const lines = body.matchAll(/^latchkey_feed_polls_total\{outcome="(?:refused|failed)"\} (\d+)$/gm);
  return { count: Array.from(lines, ([, count]) => Number(count)).reduce((sum, one) => sum + one, 0), text: body };
}
