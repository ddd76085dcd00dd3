import { expect, test } from '@playwright/test';
import { at, call, codeOf } from '../stack/request.js';
import { until } from '../stack/clock.js';
import { openHouse, type House } from '../stack/stack.js';
import { register } from '../stack/test-user.js';
import { Program, verdictOf } from '../stack/program.js';
import { openFakeBank, type FakeBank } from './feed-proxy.js';
import { floods, forgedFeeds } from '@latchkey/conformance/attacks';

let house: House | undefined;
let fake: FakeBank;

test.beforeAll(async () => {
  fake = await openFakeBank(() => ({ port: house?.bank.port ?? 0, host: house?.bank.host ?? '' }));
  house = await openHouse({ env: { retirement: { BANK_URL: fake.url } } });
  await register(house, 'ada');
});

test.afterAll(async () => {
  await house?.stop();
  await fake?.stop();
});

test('no forged answer of the feed is believed, each is counted, and what was known stays in force', async () => {
  if (house === undefined) throw new Error('the house is not open');
  const { bank, retirement } = house;
  const [living, dead] = [await Program.logIn(house, 'ada'), await Program.logIn(house, 'ada')];
  const read = async (session: Program): Promise<string> =>
    verdictOf(await session.ask(retirement, { path: '/api/me' }));
  const older = await until(() => fake.last() !== '', 60_000).then(() => fake.last());
  await dead.ask(bank, { method: 'POST', path: '/api/logout' });
  expect(await until(async () => (await read(dead)) === '401 session_ended', 60_000)).toBeDefined();

  const said = { current: fake.last(), older, access: living.access };
  // Signed ahead, since the bank may say something in a new second before a forgery is given.
  const facts = { ...said, secret: house.secret, living: living.sid, ahead: 1 };
  const faults: string[] = [];
  const large = floods();
  const made = () => [...forgedFeeds(facts), ...large];
  const kinds = made().map(({ kind }) => kind);
  let before = await refusals(house);
  for (const [index, kind] of kinds.entries()) {
    // Made afresh, so that its time is later than whatever the bank has said meanwhile.
    const forged = made()[index];
    if (forged === undefined) throw new Error(kind);
    await fake.give(forged);
    const after = await refusals(house);
    const verdicts = [await read(living), await read(dead)].join(', ');
    if (verdicts !== '200, 401 session_ended') faults.push(`${kind}: ${verdicts}`);
    if (after.count !== before.count + 1) faults.push(`${kind}: counted ${after.count - before.count} times`);
    const { reason } = forged;
    if (reason !== undefined && !after.text.includes(`reason="${reason}"`)) faults.push(`${kind}: no reason ${reason}`);
    before = after;
  }
  expect(faults).toEqual([]);
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(await house.retirement.replicas[0]?.isReady()).toBe(true);
  test.info().annotations.push({ type: 'kinds', description: String(kinds.length) });

  const later = await Program.logIn(house, 'ada');
  await later.ask(bank, { method: 'POST', path: '/api/logout' });
  const healed = await until(async () => codeOf(await later.ask(retirement, { path: '/api/me' })) !== '', 60_000);
  expect(healed, 'an authentic answer is followed again').toBeDefined();
});

/** Questions whose answer was refused or failed, as /metrics counts them. */
async function refusals({ retirement }: House): Promise<{ count: number; text: string }> {
  const { body } = await call(at(retirement, retirement.replicas[0]), { path: '/metrics' });
  const lines = body.matchAll(/^latchkey_feed_polls_total\{outcome="(?:refused|failed)"\} (\d+)$/gm);
  return { count: Array.from(lines, ([, count]) => Number(count)).reduce((sum, one) => sum + one, 0), text: body };
}
