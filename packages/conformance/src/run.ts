import { missing, Skipped, type ProbeContext, type Probe } from './probe/probe.js';
import { sums } from './probes/answers.js';
import { allProbes } from './probes/all.js';
import { feed } from './probes/feed.js';

/** What one probe found. */
export interface Result {
  readonly id: string;
  readonly name: string;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  /** What was seen, or why it was skipped. */
  readonly seen: readonly string[];
  readonly milliseconds: number;
}

/** Probes at once: their questions wait for each other anyway. */
const WIDTH = 6;

/**
 * Runs the probes that the context allows, several at once; never rejects for what a service does.
 *
 * @param only ids of probes; all when empty
 * @param tell is called with each result as it comes
 * @returns the results in the order of the list, whichever ended first
 */
export async function runProbes(
  context: ProbeContext,
  only: readonly string[] = [],
  tell: (result: Result) => void = () => undefined,
): Promise<Result[]> {
  const wanted = allProbes.filter(({ id }) => only.length === 0 || only.includes(id));
  const results = new Map<Probe, Result>();
  const run = async (probe: Probe): Promise<void> => {
    const result = await judge(probe, context);
    results.set(probe, result);
    tell(result);
  };
  const inOrder = async (probes: readonly Probe[]): Promise<void> => {
    for (const probe of probes) await run(probe);
  };
  const queue = wanted.filter((probe) => !feed.includes(probe) && !sums.includes(probe));
  const lane = async (): Promise<void> => {
    for (let probe = queue.shift(); probe !== undefined; probe = queue.shift()) await run(probe);
  };
  await Promise.all([inOrder(wanted.filter((probe) => feed.includes(probe))), ...Array.from({ length: WIDTH }, lane)]);
  await inOrder(wanted.filter((probe) => sums.includes(probe)));
  return wanted.flatMap((probe) => results.get(probe) ?? []);
}

async function judge(probe: Probe, context: ProbeContext): Promise<Result> {
  const { id, name } = probe;
  const began = performance.now();
  const why = missing(probe, context);
  if (why !== undefined) return { id, name, verdict: 'skipped', seen: [why], milliseconds: 0 };
  const told = (verdict: Result['verdict'], seen: readonly string[]): Result => ({
    id,
    name,
    verdict,
    seen,
    milliseconds: Math.round(performance.now() - began),
  });
  try {
    const seen = await probe.run(context);
    return told(seen.length === 0 ? 'passed' : 'failed', seen);
  } catch (error) {
    return told(error instanceof Skipped ? 'skipped' : 'failed', [(error as Error).message]);
  }
}
