import { expect, test } from '@playwright/test';
import { at, request, type Response, type Target } from '../stack/request.ts';
import { clockAhead, sleep, until } from '../stack/clock.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { register } from '../stack/test-user.ts';
import { claimsOf, Program, verdictOf } from '../stack/program.ts';
import { PATIENCE, record, size, type Figure } from './figures.ts';

const SHIFTS = [0, 10, -10, 61, -61];
const TTL = size(80, 70);
let stack: Stack;
let targets: Map<number, Target>;

test.beforeAll(async () => {
  const env = { TOKEN_TTL: String(TTL) };
  stack = await startStack({
    balanced: true,
    replicas: { bank: 1, retirement: SHIFTS.length },
    env: { bank: env, retirement: (replica) => ({ ...env, ...clockAhead(SHIFTS[replica] ?? 0) }) },
  });
  targets = new Map(SHIFTS.map((shift, index) => [shift, at(stack.retirement, stack.retirement.replicas[index])]));
  await register(stack, 'ada');
  // What the feed shows of a clock is known once its first answer came.
  for (const [shift, replica] of targets)
    expect(await until(() => hasHeard(replica), PATIENCE), `the feed is heard ${shift} s off`).toBeDefined();
});

test.afterAll(() => stack?.stop());

test('clocks that are off: 10 s are borne, 61 s behind are told, 61 s ahead end tokens so much earlier', async () => {
  const figures: Figure[] = [];
  const note = (promise: string, bound: string, measured: string): void =>
    void figures.push({ promise, bound, measured, isKept: bound === measured });
  const behind = await freshlyRead(await Program.logIn(stack, 'ada'), -61);
  const session = await Program.logIn(stack, 'ada');
  const minted = Date.now();
  const exp = Number(claimsOf(session.access)['exp']) * 1_000;
  const read = (shift: number): Promise<Response> => session.ask(target(shift), { path: '/api/me' });
  const save = (shift: number): Promise<Response> =>
    session.ask(target(shift), {
      method: 'PUT',
      path: '/api/plan',
      json: { retirementAge: 66, monthlyWishMinor: '180000' },
    });
  note('a clock 61 s behind: a read', '401 clock_skew', behind);
  note('a clock 61 s ahead: a read', '200', verdictOf(await read(61)));
  note('a clock 61 s ahead: a sensitive call', '200', verdictOf(await save(61)));
  for (const shift of [0, 10, -10]) {
    const words = shift === 0 ? 'a right clock' : `a clock ${Math.abs(shift)} s ${shift > 0 ? 'ahead' : 'behind'}`;
    note(`${words}: a read`, '200', verdictOf(await read(shift)));
    note(`${words}: a sensitive call`, '200', verdictOf(await save(shift)));
  }

  // By its own clock the token ends TTL - 61 s after it was minted.
  await sleep(Math.max(0, exp - 61_000 - 1_500 - Date.now()));
  const justBefore = verdictOf(await read(61));
  if (Date.now() < exp - 61_000) note('a clock 61 s ahead: shortly before exp - 61 s', '200', justBefore);
  await sleep(Math.max(0, exp - 61_000 + 300 - Date.now()));
  note('a clock 61 s ahead: after exp - 61 s', '401 token_expired', verdictOf(await read(61)));
  note('a right clock: at the same moment', '200', verdictOf(await read(0)));
  await session.renew();
  note('a clock 61 s ahead: after a renewal', '200', verdictOf(await read(61)));
  note('a clock 61 s ahead: a sensitive call after it', '200', verdictOf(await save(61)));
  record(figures, { seconds: (Date.now() - minted) / 1_000 });
});

/** A read in the very second of the renewal: a token that is a second old is only 60 s ahead of that clock. */
async function freshlyRead(session: Program, shift: number): Promise<string> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    await sleep(1_005 - (Date.now() % 1_000));
    await session.renew();
    const verdict = verdictOf(await session.ask(target(shift), { path: '/api/me' }));
    if (Math.floor(Date.now() / 1_000) === claimsOf(session.access)['iat']) return verdict;
  }
  return 'never within a second';
}

async function hasHeard(replica: Target): Promise<boolean> {
  const { body } = await request(replica, { path: '/metrics' });
  const isFollowed = Number.isFinite(Number(/^latchkey_feed_age_seconds (\S+)$/m.exec(body)?.[1]));
  // Seen from more than 60 s behind, the feed is from the future: it is not followed, and says why.
  return isFollowed || /^latchkey_feed_refused_total\{.*reason="iat_ahead".*\} [1-9]/m.test(body);
}

function target(shift: number): Target {
  const found = targets.get(shift);
  if (found === undefined) throw new Error(`no replica is ${shift} s off`);
  return found;
}
