import { availableParallelism } from 'node:os';
import { CONNECTIONS, DISTINCT_TOKENS } from './guarded-get.ts';
import type { Durations } from './durations.ts';
import { GeneratorProcess } from './generator-process.ts';
import type { BenchStack } from './bench-stack.ts';
import { rawRound } from './round.ts';
import type { ServerProcess } from './server-process.ts';

export interface Scaling {
  /** Requests per second of one process alone (mean of the two, each alone), and of both at once; a pair per round. */
  one: number[];
  two: number[];
  /** Whether each generator shares the core of the process it drives. */
  sharedCores: boolean;
}

/**
 * Two equal cells, each a retirement process and its own generator on cores of their own; on a machine with fewer than
 * four cores a cell is one core that both share. One cell alone, then both at once: a second process adds what the
 * first leaves it of database, memory and kernel, and the generator takes the same share of each cell.
 */
export async function measureScaling(stack: BenchStack, durations: Durations): Promise<Scaling> {
  const sharedCores = availableParallelism() < 4;
  const place = (cell: number): [number, number] => (sharedCores ? [cell, cell] : [2 * cell, 2 * cell + 1]);
  const bank = await stack.bank();
  const cells: { generator: GeneratorProcess; server: ServerProcess }[] = [];
  for (const [generatorCore, serverCore] of [place(0), place(1)]) {
    cells.push({ generator: new GeneratorProcess(generatorCore), server: await stack.retirement(serverCore) });
  }
  const tokens = { ...stack.tokens, count: DISTINCT_TOKENS, once: false };
  const run = async (some: typeof cells, durationMs = durations.roundMs): Promise<number> => {
    const round = { connections: CONNECTIONS, warmUpMs: durations.warmUpMs, durationMs, tokens };
    const results = await Promise.all(some.map(({ generator, server }) => rawRound(generator, server, round)));
    return results.reduce((sum, result) => sum + result.requestsPerSecond, 0);
  };
  await run(cells, durations.settleMs);
  const scaling: Scaling = { one: [], two: [], sharedCores };
  for (let round = 0; round < durations.scalingRounds; round++) {
    const first = await run(cells.slice(0, 1));
    scaling.two.push(await run(cells));
    const second = await run(cells.slice(1));
    scaling.one.push((first + second) / 2);
  }
  for (const { generator, server } of cells) {
    generator.stop();
    await stack.stop(server);
  }
  await stack.stop(bank);
  return scaling;
}
