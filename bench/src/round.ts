import type { GeneratorProcess } from './generator-process.ts';
import type { SaturationPlan, SaturationResult } from './load/plan.ts';
import type { ServerProcess } from './server-process.ts';

const ATTEMPTS = 8;
const PAUSE_MS = 1_000;

export type RoundPlan = Omit<SaturationPlan, 'kind' | 'port' | 'serverPid'>;

/** One round as it is, failed requests refused. */
export async function rawRound(
  generator: GeneratorProcess,
  server: ServerProcess,
  plan: RoundPlan,
): Promise<SaturationResult> {
  const result = await generator.run({ kind: 'saturation', port: server.port, serverPid: server.pid, ...plan });
  const failures = Object.entries(result.failures);
  if (failures.length > 0) {
    throw new Error(`${server.name}: requests failed: ${failures.map(([what, n]) => `${n} x ${what}`).join(', ')}`);
  }
  return result;
}

/** A round that counts: the server used its core, and each request was answered with 200. Repeated until it does. */
export async function countingRound(
  generator: GeneratorProcess,
  server: ServerProcess,
  plan: RoundPlan,
  leastShare: number,
): Promise<SaturationResult & { repeats: number }> {
  let share = 0;
  for (let repeats = 0; repeats < ATTEMPTS; repeats++) {
    const result = await rawRound(generator, server, plan);
    if (result.serverShare >= leastShare) return { ...result, repeats };
    share = Math.max(share, result.serverShare);
    // Whatever disturbed it may pass.
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const most = `${Math.round(share * 100)} %`;
  throw new Error(`${server.name}: no round counts; the server got ${most} of its core at most. Is the machine busy?`);
}
