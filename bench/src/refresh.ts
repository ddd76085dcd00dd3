import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { logInMany, Program } from '@latchkey/e2e/stack/program';
import { layersOf, profileTime, readMainThread, type Layer } from './cpu-layers.ts';
import type { Durations } from './durations.ts';
import type { GeneratorProcess } from './generator-process.ts';
import type { BenchStack } from './bench-stack.ts';
import type { ForgeryResult, RotationResult } from './load/plan.ts';
import { Postgres } from './postgres.ts';
import { profiled, type RoundProfile } from './round-profile.ts';
import type { ServerProcess } from './server-process.ts';

/** Sessions that renew themselves at once, each on a connection of its own. */
export const SESSIONS = 96;
export const FORGED_TOKENS = 1_000;
/** The least that the bank takes: opening sessions is not what is measured here. */
const LOGIN_COST = '10';
/** PostgreSQL counts what a connection did at the latest ten seconds after it fell idle. */
const COUNTED_AFTER_MS = 10_500;

export interface RotationRound extends Omit<RotationResult, 'tokens' | 'failures'> {
  profile: RoundProfile;
}

export interface Refresh {
  /** What the database server says of its commits. */
  durability: { fsync: string; synchronousCommit: string; version: string };
  ours: RotationRound[];
  table: RotationRound[];
  layers: Layer[];
  forged: Omit<ForgeryResult, 'failures'> & { transactions: number; idleTransactions: number; windowMs: number };
}

interface Contestant {
  server: ServerProcess;
  postgres: Postgres;
  tokens: string[];
  hasGeneration: boolean;
}

function requireNoErrors(who: string, failures: Record<string, number>): void {
  const list = Object.entries(failures).map(([what, n]) => `${n} x ${what}`);
  if (list.length > 0) throw new Error(`${who}: refreshes went wrong: ${list.join(', ')}`);
}

async function rotate(generator: GeneratorProcess, one: Contestant, durationMs: number): Promise<RotationRound> {
  const { server, tokens, hasGeneration } = one;
  const plan = { kind: 'rotation' as const, port: server.port, tokens, durationMs, hasGeneration };
  const { result, profile } = await profiled(one.postgres, server.pid, () => generator.run(plan));
  const { failures, tokens: next, ...round } = result;
  requireNoErrors(server.name, failures);
  one.tokens = next;
  return { ...round, profile };
}

async function contestant(stack: BenchStack, server: ServerProcess, database: 'bank' | 'table'): Promise<Contestant> {
  const isOurs = database === 'bank';
  const bank = server.target;
  const sessions = isOurs
    ? await logInMany({ bank }, SESSIONS)
    : await Promise.all(Array.from({ length: SESSIONS }, () => Program.logIn({ bank }, 'anyone')));
  const tokens = sessions.map(({ refresh }) => refresh);
  return { server, postgres: await Postgres.connect(stack.urlOf(database)), tokens, hasGeneration: isOurs };
}

/** Throws if an acknowledged commit might be lost with the power: figures of such a server mean nothing here. */
async function requireDurable(postgres: Postgres): Promise<Refresh['durability']> {
  const fsync = await postgres.setting('fsync');
  const synchronousCommit = await postgres.setting('synchronous_commit');
  if (fsync !== 'on' || synchronousCommit !== 'on') {
    throw new Error(`commits are not durable: fsync ${fsync}, synchronous_commit ${synchronousCommit}`);
  }
  return { fsync, synchronousCommit, version: await postgres.setting('server_version') };
}

/** The same with a mac of someone who does not have the bank's key. */
export function forge(token: string): string {
  return `${token.slice(0, token.lastIndexOf('.'))}.${randomBytes(32).toString('base64url')}`;
}

async function measureForged(
  generator: GeneratorProcess,
  { server, postgres, tokens }: Contestant,
  durationMs: number,
): Promise<Refresh['forged']> {
  const forged = Array.from({ length: FORGED_TOKENS }, (_, index) => forge(tokens[index % tokens.length]!));
  const during = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
    const before = await postgres.transactions();
    const result = await work();
    // What the busy connections did in their last second is counted in the next.
    await sleep(1_200);
    return [result, (await postgres.transactions()) - before];
  };
  await sleep(COUNTED_AFTER_MS);
  const [, idleTransactions] = await during(() => sleep(durationMs));
  const plan = { kind: 'forgery' as const, port: server.port, connections: SESSIONS, durationMs, tokens: forged };
  const [{ failures, ...refusals }, transactions] = await during(() => generator.run(plan));
  requireNoErrors(server.name, failures);
  return { ...refusals, transactions, idleTransactions, windowMs: durationMs };
}

/** A short run of its own: looking costs time. */
async function measureLayers(stack: BenchStack, generator: GeneratorProcess, durations: Durations): Promise<Layer[]> {
  const { folder, flags } = stack.profileFolder();
  const one = await contestant(stack, await stack.bank(undefined, { PASSWORD_COST: LOGIN_COST }, flags), 'bank');
  await rotate(generator, one, durations.settleMs);
  const from = profileTime();
  await rotate(generator, one, durations.roundMs);
  const to = profileTime();
  await one.postgres.close();
  await stack.stop(one.server);
  return layersOf(readMainThread(folder), from, to);
}

/** Renewals at the bank and at a service that keeps its refresh tokens in a table, in turn, on one durable database server. */
export async function measureRefresh(
  stack: BenchStack,
  generator: GeneratorProcess,
  durations: Durations,
): Promise<Refresh> {
  const bank = await stack.bank(undefined, { PASSWORD_COST: LOGIN_COST });
  const ours = await contestant(stack, bank, 'bank');
  const durability = await requireDurable(ours.postgres);
  const table = await contestant(stack, await stack.refreshTable(), 'table');
  const both = { ours, table };
  const rounds: Record<keyof typeof both, RotationRound[]> = { ours: [], table: [] };
  const names = Object.keys(both) as (keyof typeof both)[];
  for (const name of names) await rotate(generator, both[name], durations.settleMs);
  for (let round = 0; round < durations.refreshRounds; round++) {
    for (const name of round % 2 ? names.toReversed() : names) {
      rounds[name].push(await rotate(generator, both[name], durations.refreshMs));
    }
  }
  const forged = await measureForged(generator, ours, durations.refreshMs);
  for (const { server, postgres } of [ours, table]) {
    await postgres.close();
    await stack.stop(server);
  }
  return { durability, ...rounds, forged, layers: await measureLayers(stack, generator, durations) };
}
