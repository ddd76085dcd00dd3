import { expect, test } from '@playwright/test';
import { users } from '../stack/bank-commands.ts';
import { until } from '../stack/clock.ts';
import { failuresOf, startLoad, type Load } from '../stack/load.ts';
import { Program, verdictOf } from '../stack/program.ts';
import { at, request, type Target } from '../stack/request.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { register } from '../stack/test-user.ts';
import { insertChangedRights, rightsChangedAt } from './changed-rights.ts';
import { below, exactly, FULL, none, PATIENCE, percentile, record, size, SECOND } from './figures.ts';

const ROLE = 'adviser';
const WITHDRAWALS = size(60, 3);
/** Milliseconds between two questions to one replica. */
const POLL = size(5, 20);
/** Its plan is what the role opens. */
const ROUTE = { path: '/api/clients/ada/plan' };
const OWN = { path: '/api/me' };

for (const active of [1_000, 50_000]) {
  test(
    `a role that is withdrawn under load counts nowhere within a second, with ${active.toLocaleString('en')} other changes, and nobody is logged out`,
    { tag: active > 1_000 ? FULL : [] },
    async () => {
      const stack = await startStack({
        balanced: true,
        replicas: { bank: 2, retirement: 3 },
        prepare: { bank: (database) => insertChangedRights(database, active) },
      });
      try {
        await register(stack, 'ada');
        const ada = await Program.logIn(stack, 'ada');
        const json = { allowed: true };
        const shared = await ada.ask(stack.retirement, { method: 'PUT', path: '/api/plan/permission', json });
        expect(verdictOf(shared)).toBe('200');
        // Steady, and less than the machine bears: what is timed is the news, not the queue before it.
        const plan = { username: 'ada', readers: size(6, 4), logins: size(1, 0), renewEvery: 2_000, pause: 25 };
        const load = await startLoad(stack, plan);
        await measureWithdrawals(stack, load, active);
      } finally {
        await stack.stop();
      }
    },
  );
}

async function measureWithdrawals(stack: Stack, load: Load, active: number): Promise<void> {
  const replicas = stack.retirement.replicas.map((replica) => at(stack.retirement, replica));
  const known = await until(async () => Math.min(...(await Promise.all(replicas.map(heldAt)))) >= active, 30_000, 200);
  expect(known, 'each replica has the whole list before the first sample').toBeDefined();
  const advisers: Program[] = [];
  for (let index = 0; index < WITHDRAWALS; index += 1) advisers.push(await newAdviser(stack, `adviser-${index}`));

  const times: number[] = [];
  const wrong: string[] = [];
  const loggedOut: string[] = [];
  const held: string[] = [];
  for (const [index, adviser] of advisers.entries()) {
    held.push(adviser.access);
    const last = replicas.map((replica) => lastSuccess(adviser, replica));
    await change('revoke', `adviser-${index}`, stack);
    const moments = await Promise.all(last);
    const changedAt = await rightsChangedAt(stack.bank.database, `adviser-${index}`);
    for (const moment of moments) {
      if (typeof moment === 'string') wrong.push(moment);
      // One that was asked before and answered after counts as well.
      else times.push(Math.max(0, moment - changedAt));
    }
    const renewal = await adviser.renew();
    if (renewal.status !== 200) loggedOut.push(verdictOf(renewal));
    for (const replica of replicas) {
      const [own, role] = [await adviser.ask(replica, OWN), await adviser.ask(replica, ROUTE)].map(verdictOf);
      if (own !== '200') loggedOut.push(`renewed: ${own}`);
      if (role !== '403 role_missing') wrong.push(`renewed, with the role: ${role}`);
    }
  }
  const { reads, loggedOut: readersOut, ...tally } = await load.stop();
  const deaf = await askAgainWithoutBank(stack, replicas[0], held);
  const label = `role withdrawn → last success at 3 replicas, ${active.toLocaleString('en')} other changes`;
  record(
    [
      below(`${label}: p50`, size(50, SECOND), percentile(times, 0.5)),
      below(`${label}: p99`, SECOND, percentile(times, 0.99)),
      none(`${label}: logouts`, loggedOut.length + readersOut, `${advisers.length}, and of all who read meanwhile`),
      none(`${label}: errors`, wrong.length, `${times.length}`),
      none(
        `${label}: requests of others that failed`,
        failuresOf({ reads, loggedOut: readersOut, ...tally }),
        `${reads}`,
      ),
      exactly(
        'tokens of before, at a replica that was started again while the bank is dead: refused',
        held.length,
        deaf,
      ),
    ],
    { wrong: wrong.slice(0, 10), loggedOut: loggedOut.slice(0, 10), failures: tally.failures, max: Math.max(...times) },
  );
}

/** Somebody who has the role and is logged in; each replica lets them in. */
async function newAdviser(stack: Stack, username: string): Promise<Program> {
  await register(stack, username);
  await change('grant', username, stack);
  const adviser = await Program.logIn(stack, username);
  expect(verdictOf(await adviser.ask(stack.retirement, ROUTE))).toBe('200');
  return adviser;
}

async function change(step: 'grant' | 'revoke', username: string, stack: Stack): Promise<void> {
  const env = { DATABASE_URL: stack.bank.database, SSO_REGISTRY_FILE: stack.registry };
  expect(await users([step, username, ROLE], env)).toMatchObject({ code: 0 });
}

/** When a replica let a token in for the last time, in milliseconds since 1970, or what was wrong. */
async function lastSuccess(adviser: Program, replica: Target): Promise<number | string> {
  let last = Number.NaN;
  let verdict = '200';
  const isRefused = async (): Promise<boolean> => {
    verdict = verdictOf(await adviser.ask(replica, ROUTE));
    if (verdict !== '200') return true;
    last = performance.timeOrigin + performance.now();
    return false;
  };
  if ((await until(isRefused, PATIENCE, POLL)) === undefined) return 'still let in';
  return verdict === '401 renew_required' ? last : verdict;
}

/** Which of these tokens a replica refuses that has nobody to ask: it knows the rights in force from its database. */
async function askAgainWithoutBank(
  stack: Stack,
  replica: Target | undefined,
  held: readonly string[],
): Promise<number> {
  for (const bank of stack.bank.replicas) await bank.kill9();
  await stack.retirement.replicas[0]?.stop();
  await stack.retirement.replicas[0]?.start();
  if (replica === undefined) return 0;
  const verdicts = await Promise.all(
    held.map(async (access) => verdictOf(await new Program(stack.bank, access, '').ask(replica, ROUTE))),
  );
  return verdicts.filter((verdict) => verdict === '401 renew_required').length;
}

async function heldAt(target: Target): Promise<number> {
  const { body } = await request(target, { path: '/metrics' });
  return Number(/^latchkey_rights_living (\d+)$/m.exec(body)?.[1] ?? 0);
}
