import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchStack } from './bench-stack.ts';
import type { ServerProcess } from './server-process.ts';

export const REPLICAS = 3;
/** How many changes are in force while others are timed. */
export const ACTIVE = [1_000, 50_000];
const KNOWN_WITHIN_MS = 30_000;

/** What a follower of the feed can hold many of. */
export type Held = 'revocations' | 'rights';

/** How many a replica has in force; undefined while it does not follow the feed. */
async function activeAt(server: ServerProcess, held: Held): Promise<number | undefined> {
  const response = await fetch(`http://127.0.0.1:${server.port}/metrics`);
  const text = await response.text();
  const gauge = (name: string): number => Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(text)?.[1]);
  const age = gauge('latchkey_feed_age_seconds');
  return age < 10 ? gauge(`latchkey_${held}_living`) : undefined;
}

/** Resolves when the replica follows the bank's feed and holds at least so many. */
export async function untilKnown(server: ServerProcess, least: number, held: Held = 'revocations'): Promise<void> {
  const limit = performance.now() + KNOWN_WITHIN_MS;
  let active: number | undefined;
  while (performance.now() < limit) {
    active = await activeAt(server, held);
    if (active !== undefined && active >= least) return;
    await sleep(50);
  }
  throw new Error(`${server.name} was to know ${least} ${held}, and knows ${active ?? 'none that are current'}`);
}

/** Replicas of retirement on one new database, each of which holds at least so many. */
export async function startFollowers(stack: BenchStack, active: number, held: Held): Promise<ServerProcess[]> {
  const replicas: ServerProcess[] = [];
  for (let i = 0; i < REPLICAS; i++) replicas.push(await stack.retirement(undefined, `${held}_${active}`));
  for (const replica of replicas) await untilKnown(replica, active, held);
  return replicas;
}

/** One such replica. */
export async function startFollower(stack: BenchStack, active: number, held: Held): Promise<ServerProcess> {
  const replica = await stack.retirement(undefined, `${held}_${active}`);
  await untilKnown(replica, active, held);
  return replica;
}
