import type { Durations } from './durations.ts';
import type { GeneratorProcess } from './generator-process.ts';
import type { BenchStack } from './bench-stack.ts';
import { GENERATOR_CORE, SERVER_CORE } from './cores.ts';
import type { SaturationResult } from './load/plan.ts';
import { untilKnown } from './followers.ts';
import { memory, type Memory } from './process-usage.ts';
import { countingRound, rawRound } from './round.ts';
import { requireSameWork } from './sameness.ts';
import type { ServerProcess } from './server-process.ts';

export const CONNECTIONS = 64;
export const DISTINCT_TOKENS = 1_000;
const UNSEEN_TOKENS = 60_000;

export interface Contestant {
  name: string;
  known: SaturationResult[];
  /** Every token for the first time. Only of the two that the promise names. */
  unseen: SaturationResult[];
  memory: Memory;
  repeats: number;
}

export interface GuardedGet {
  bodyBytes: number;
  bare: Contestant;
  article: Contestant;
  articleWithKeyObject: Contestant;
  fastifyJwt: Contestant;
  ours: Contestant;
  /** Ours of another checkout, if one was named. */
  other?: Contestant;
}

type Name = Exclude<keyof GuardedGet, 'bodyBytes'>;
type Everyone<T> = Record<Exclude<Name, 'other'>, T> & { other?: T };

/** The same guarded GET asked of everyone in turn, round after round, each on the same core. */
export async function measureGuardedGet(
  stack: BenchStack,
  generator: GeneratorProcess,
  durations: Durations,
  otherCheckout?: string,
): Promise<GuardedGet> {
  // Without load of its own, on the generator's core: retirement follows its feed as it does in use.
  const bank = await stack.bank(GENERATOR_CORE);
  const servers: Everyone<ServerProcess> = {
    bare: await stack.bare(SERVER_CORE),
    article: await stack.article(SERVER_CORE),
    articleWithKeyObject: await stack.articleWithKeyObject(SERVER_CORE),
    fastifyJwt: await stack.fastifyJwt(SERVER_CORE),
    ours: await stack.retirement(SERVER_CORE),
    ...(otherCheckout !== undefined && { other: await stack.otherRetirement(otherCheckout, SERVER_CORE) }),
  };
  await untilKnown(servers.ours, 0);
  const names = Object.keys(servers) as Name[];
  // Version 2, unless another checkout takes part: it may be of a release that knows version 1 alone, and answers less.
  const { other, ...peers } = servers;
  const minted = other === undefined ? stack.tokens : { ...stack.tokens, roles: undefined };
  const bodyBytes = await requireSameWork(Object.values(peers), minted);
  if (other !== undefined) await requireSameWork([other], minted);
  const contestant = (name: Name): Contestant => {
    return { name: servers[name]!.name, known: [], unseen: [], memory: { rssMiB: 0, peakMiB: 0 }, repeats: 0 };
  };
  const results = Object.fromEntries(names.map((name) => [name, contestant(name)])) as unknown as Everyone<Contestant>;

  const plan = { connections: CONNECTIONS, warmUpMs: durations.warmUpMs, durationMs: durations.roundMs };
  const knownPlan = { ...plan, tokens: { ...minted, count: DISTINCT_TOKENS, once: false } };
  const unseenPlan = { ...plan, tokens: { ...minted, count: UNSEEN_TOKENS, once: true } };
  const run = async (name: Name, kind: 'known' | 'unseen'): Promise<void> => {
    const round = await countingRound(
      generator,
      servers[name]!,
      kind === 'known' ? knownPlan : unseenPlan,
      durations.leastShare,
    );
    results[name]![kind].push(round);
    results[name]!.repeats += round.repeats;
  };

  for (const name of names) await rawRound(generator, servers[name]!, { ...knownPlan, durationMs: durations.settleMs });
  for (let round = 0; round < durations.guardedRounds; round++) {
    // Another one begins each time: nobody has always the same neighbour before it.
    for (let turn = 0; turn < names.length; turn++) await run(names[(round + turn) % names.length]!, 'known');
  }
  for (let round = 0; round < durations.missRounds; round++) {
    for (const name of round % 2 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) await run(name, 'unseen');
  }
  // Still: a feed that was lost meanwhile would have been the cheaper.
  await untilKnown(servers.ours, 0);
  for (const name of names) {
    results[name]!.memory = memory(servers[name]!.pid);
    await stack.stop(servers[name]!);
  }
  await stack.stop(bank);
  return { bodyBytes, ...results };
}
