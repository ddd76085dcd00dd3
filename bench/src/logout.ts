import { setTimeout as sleep } from 'node:timers/promises';
import { logInMany } from '@latchkey/e2e/stack/program';
import { register } from '@latchkey/e2e/stack/test-user';
import type { Durations } from './durations.ts';
import type { GeneratorProcess } from './generator-process.ts';
import type { BenchStack } from './bench-stack.ts';
import { Postgres } from './postgres.ts';
import { cpuMs } from './process-usage.ts';
import { machineTime } from './round-profile.ts';
import type { ServerProcess } from './server-process.ts';
import { summarize, type Summary } from './statistics.ts';

export const REPLICAS = 3;
export const ACTIVE = [1_000, 50_000];
export const POLL_MS = 2;
const PAUSE_MS = 150;
const PATIENCE_MS = 5_000;
const KNOWN_WITHIN_MS = 30_000;

export interface LogoutRound {
  /** Revocations in force at each replica when the first of these logouts was sent. */
  active: number;
  logouts: number;
  /** From sending a logout to the bank until the last of the replicas refuses. */
  byAll: Summary;
  /** The same of each replica by itself. */
  byEach: Summary;
  /** Until the bank's own answer. */
  answered: Summary;
  pollsPerSecond: number;
  /** Shares of one core. */
  bankShare: number;
  replicaShares: number[];
  /** Part of all cores together. */
  machineBusy: number;
}

/** Revocations that a replica has in force; undefined while it does not follow the feed. */
async function activeAt(server: ServerProcess): Promise<number | undefined> {
  const response = await fetch(`http://127.0.0.1:${server.port}/metrics`);
  const text = await response.text();
  const gauge = (name: string): number => Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(text)?.[1]);
  const age = gauge('latchkey_feed_age_seconds');
  return age < 10 ? gauge('latchkey_revocations_living') : undefined;
}

/** Resolves when the replica follows the bank's feed and holds at least so many revocations. */
export async function untilKnown(server: ServerProcess, least: number): Promise<void> {
  const limit = performance.now() + KNOWN_WITHIN_MS;
  let active: number | undefined;
  while (performance.now() < limit) {
    active = await activeAt(server);
    if (active !== undefined && active >= least) return;
    await sleep(50);
  }
  throw new Error(`${server.name} was to know ${least} revocations, and knows ${active ?? 'none that are current'}`);
}

const COUNT_REVOKED = 'SELECT count(*)::integer AS count FROM sessions WHERE ended_at IS NOT NULL';
// Ended within the last ten minutes: all of them live until the run is over.
const REVOKE_MANY = `
  INSERT INTO sessions (id, user_id, created_at, expires_at, address, user_agent, ended_at, end_reason)
  SELECT gen_random_uuid(), (SELECT id FROM users LIMIT 1), now() - interval '1 hour', now() + interval '11 hours',
    '127.0.0.1', 'bench', clock_timestamp() - random() * interval '10 minutes', 'logout'
  FROM generate_series(1, $1::integer)`;

async function measureRound(
  generator: GeneratorProcess,
  bank: ServerProcess,
  replicas: readonly ServerProcess[],
  tokens: string[],
  active: number,
): Promise<LogoutRound> {
  const servers = [bank, ...replicas];
  const before = servers.map(({ pid }) => cpuMs(pid));
  const machine = machineTime();
  const began = performance.now();
  const { refusedAfter, answeredAfter, polls, failures } = await generator.run({
    kind: 'logout',
    bankPort: bank.port,
    replicaPorts: replicas.map(({ port }) => port),
    tokens,
    pollMs: POLL_MS,
    pauseMs: PAUSE_MS,
    patienceMs: PATIENCE_MS,
  });
  const elapsedMs = performance.now() - began;
  const after = machineTime();
  const wrong = Object.entries(failures).map(([what, n]) => `${n} x ${what}`);
  if (wrong.length > 0) throw new Error(`logouts with ${active} active revocations: ${wrong.join(', ')}`);
  const [bankShare, ...replicaShares] = servers.map(({ pid }, index) => (cpuMs(pid) - before[index]!) / elapsedMs);
  return {
    active,
    logouts: tokens.length,
    byAll: summarize(Float64Array.from(refusedAfter, (each) => Math.max(...each))),
    byEach: summarize(Float64Array.from(refusedAfter.flat())),
    answered: summarize(Float64Array.from(answeredAfter)),
    pollsPerSecond: (polls * 1000) / elapsedMs,
    bankShare: bankShare!,
    replicaShares,
    machineBusy: (after.busy - machine.busy) / (after.all - machine.all),
  };
}

/** Logouts at the bank, until each of three replicas of the other service refuses a copy of the token. */
export async function measureLogout(
  stack: BenchStack,
  generator: GeneratorProcess,
  durations: Durations,
): Promise<LogoutRound[]> {
  const openBank = (): Promise<ServerProcess> => stack.bank(undefined, { PASSWORD_COST: '10' });
  let bank = await openBank();
  // The sessions that are written into the past need an owner.
  await register({ bank: bank.target }, 'owner');
  const postgres = await Postgres.connect(stack.urlOf('bank'));
  const rounds: LogoutRound[] = [];
  for (const active of ACTIVE) {
    // Written into the past, behind the backs of all who follow: so nobody follows yet.
    await stack.stop(bank);
    const [revoked] = await postgres.query<{ count: number }>(COUNT_REVOKED);
    await postgres.query(REVOKE_MANY, [active - revoked!.count]);
    bank = await openBank();
    const replicas: ServerProcess[] = [];
    for (let i = 0; i < REPLICAS; i++) replicas.push(await stack.retirement(undefined, `replicas_${active}`));
    for (const replica of replicas) await untilKnown(replica, active);
    const sessions = await logInMany({ bank: bank.target }, durations.logouts);
    const tokens = sessions.map(({ access }) => access);
    rounds.push(await measureRound(generator, bank, replicas, tokens, active));
    for (const replica of replicas) await stack.stop(replica);
  }
  await postgres.close();
  await stack.stop(bank);
  return rounds;
}
