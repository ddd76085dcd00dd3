import type { Durations } from './durations.ts';
import type { BenchStack } from './bench-stack.ts';

export interface Boots {
  bank: number[];
  retirement: number[];
}

/** Milliseconds from spawn to the first 200 of /health/ready, on a migrated database, no core chosen. */
export async function measureBoots(stack: BenchStack, durations: Durations): Promise<Boots> {
  const boots: Boots = { bank: [], retirement: [] };
  for (let i = 0; i < durations.boots; i++) {
    for (const service of ['bank', 'retirement'] as const) {
      const server = await stack[service]();
      boots[service].push(server.bootMs);
      await stack.stop(server);
    }
  }
  return boots;
}
