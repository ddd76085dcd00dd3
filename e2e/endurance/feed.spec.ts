import { expect, test } from '@playwright/test';
import { at, codeOf, type Response, type Target } from '../stack/request.ts';
import { sleep, until } from '../stack/clock.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { openTcpProxy, type TcpProxy, type TcpProxyState } from '../stack/tcp-proxy.ts';
import { register } from '../stack/test-user.ts';
import type { Environment } from '../stack/process.ts';
import { claimsOf, Program, verdictOf } from '../stack/program.ts';
import { isStored } from './revoked-sessions.ts';
import { below, exactly, FULL, isFull, none, PATIENCE, record, SECOND, size } from './figures.ts';

const plan = { retirementAge: 66, monthlyWishMinor: '180000' };
const savePlan = (program: Program, target: Target): Promise<Response> =>
  program.ask(target, { method: 'PUT', path: '/api/plan', json: plan });

test('a feed that is cut under load, and another that has nothing to say', () => cutAndQuiet('cut'));

test('a feed that falls silent under load, and another that has nothing to say', { tag: FULL }, () =>
  cutAndQuiet('silent'),
);

/** One replica of retirement has lost the feed; the other has it, and nobody logs out. */
async function cutAndQuiet(state: TcpProxyState): Promise<void> {
  let stack: Stack | undefined;
  const proxy = await openTcpProxy(() => stack?.bank.port ?? 0);
  try {
    stack = await startStack({
      balanced: true,
      replicas: { bank: 1, retirement: 2 },
      env: { retirement: (replica): Environment => (replica === 0 ? { BANK_URL: proxy.url } : {}) },
    });
    await measure(stack, proxy, state);
  } finally {
    await proxy.stop();
    await stack?.stop();
  }
}

async function measure(stack: Stack, proxy: TcpProxy, state: TcpProxyState): Promise<void> {
  const [cut, fed] = stack.retirement.replicas.map((replica) => at(stack.retirement, replica));
  if (cut === undefined || fed === undefined) throw new Error('two replicas');
  await register(stack, 'ada');
  const sessions = await Promise.all([Program.logIn(stack, 'ada'), Program.logIn(stack, 'ada')]);
  const [early, quiet] = sessions;
  if (early === undefined || quiet === undefined) throw new Error('two sessions');
  expect(verdictOf(await savePlan(early, cut)), 'before').toBe('200');

  proxy.set(state);
  const seconds = size(60, 17);
  const readsAtCut = readOn(early, cut);
  const readsAtFed = readOn(quiet, fed);
  await sleep(seconds * 1_000);
  const stale = await savePlan(early, cut);
  const renewed = await Program.logIn(stack, 'ada');
  await renewed.renew();
  const afterRenewal = await savePlan(renewed, cut);
  const atFed = await savePlan(quiet, fed);
  if (isFull) await sleep(60_000);
  const stillAtFed = await savePlan(quiet, fed);

  proxy.set('pass');
  const healed = await until(async () => (await savePlan(early, cut)).status === 200, size(20_000, 60_000), 50);
  const [cutReads, fedReads] = await Promise.all([readsAtCut(), readsAtFed()]);
  await early.renew();
  expect(verdictOf(await early.ask(stack.bank, { method: 'POST', path: '/api/logout' }))).toMatch(/^20[04]$/);
  const counted = await until(
    async () => codeOf(await early.ask(cut, { path: '/api/me' })) === 'session_ended',
    PATIENCE,
  );
  const how = state === 'cut' ? 'cut' : 'silent';
  record(
    [
      none(`feed ${how} for ${seconds} s under load: reads refused`, cutReads.refused.length, `${cutReads.count}`),
      fact(`feed ${how}: a sensitive call with an old token`, '401 renew_required', verdictOf(stale)),
      fact(`feed ${how}: the same after one renewal`, '200', verdictOf(afterRenewal)),
      below(`feed ${how}: healed after its return`, size(15, 60), (healed ?? Infinity) / 1_000, 's'),
      below(`feed ${how}: afterwards a logout counts within`, SECOND, counted ?? Infinity),
      fact(`quiet feed for ${size(120, 17)} s: a sensitive call`, '200', verdictOf(stillAtFed)),
      fact('quiet feed: the same, earlier', '200', verdictOf(atFed)),
      none('quiet feed: reads refused', fedReads.refused.length, `${fedReads.count}`),
    ],
    { refused: [...cutReads.refused.slice(0, 5), ...fedReads.refused.slice(0, 5)] },
  );
}

const fact = (promise: string, bound: string, measured: string) => ({
  promise,
  bound,
  measured,
  isKept: bound === measured,
});

interface Reads {
  count: number;
  refused: string[];
}

/** Reads with one token until it is asked for the sum. */
function readOn(program: Program, target: Target): () => Promise<Reads> {
  const reads: Reads = { count: 0, refused: [] };
  const token = new Program(target, program.access, '');
  let isOver = false;
  const lane = async (): Promise<void> => {
    while (!isOver) {
      const verdict = await token.ask(target, { path: '/api/plan' }).then(verdictOf, (error: Error) => error.message);
      // Told to come again by the database of a busy machine is not refused by the feed.
      if (verdict !== '503 database_unavailable') reads.count += 1;
      if (!['200', '503 database_unavailable'].includes(verdict)) reads.refused.push(verdict);
      await sleep(20);
    }
  };
  const lanes = Promise.all([lane(), lane(), lane()]);
  return async () => {
    isOver = true;
    await lanes;
    return reads;
  };
}

test('a bank that is dead for longer than a token lives: nothing is accepted after its exp, the last set stays in force', async () => {
  const ttl = 20;
  const env = { TOKEN_TTL: String(ttl) };
  const stack = await startStack({ env: { bank: env, retirement: env } });
  try {
    await register(stack, 'ada');
    const sessions = await Promise.all([Program.logIn(stack, 'ada'), Program.logIn(stack, 'ada')]);
    const [active, ended] = sessions;
    if (active === undefined || ended === undefined) throw new Error('two sessions');
    const read = (program: Program): Promise<Response> => program.ask(stack.retirement, { path: '/api/me' });
    await ended.ask(stack.bank, { method: 'POST', path: '/api/logout' });
    const { database } = stack.retirement;
    expect(await until(() => isStored(database, ended.sid), PATIENCE), 'the set is stored').toBeDefined();
    // On a busy machine its first token would not outlive the restart.
    await active.renew();
    await stack.bank.replicas[0]?.kill9();
    await stack.retirement.replicas[0]?.kill9();
    await stack.retirement.replicas[0]?.start();
    const afterRestart = verdictOf(await read(ended));
    const alive = verdictOf(await read(active));

    const exp = Number(claimsOf(active.access)['exp']) * 1_000;
    let accepted = 0;
    let asked = 0;
    const codes = new Set<string>();
    while (Date.now() < exp + size(10_000, 1_000)) {
      const isPast = Date.now() >= exp;
      const response = await read(active);
      if (isPast) {
        asked += 1;
        codes.add(verdictOf(response));
        if (response.status === 200) accepted += 1;
      }
      await sleep(10);
    }
    record([
      fact('bank dead, retirement restarted: a token of a revoked session', '401 session_ended', afterRestart),
      fact('bank dead, retirement restarted: a token of an active session', '200', alive),
      none('bank dead: tokens accepted after their exp', accepted, `${asked}`),
      exactly('bank dead: kinds of answers after it (token_expired)', 1, codes.size),
    ]);
  } finally {
    await stack.stop();
  }
});
