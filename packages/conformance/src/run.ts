import type { Finding } from './client/exchange.js';
import { Failed, missing, Skipped, type ProbeContext, type Probe } from './probe/probe.js';
import { sums } from './probes/answers.js';
import { allProbes } from './probes/all.js';
import { demandOf, failureOf, isLetIn, type Failure } from './report/failure.js';
import { withoutSecret } from './report/without-secret.js';

/** What one probe found. */
export interface Result {
  readonly id: string;
  readonly name: string;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped, or could not be run to its end. */
  readonly reason: string | null;
  /** Everything that was not as the contract says; none unless it failed. */
  readonly failures: readonly Failure[];
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
    const { result, later } = await judge(probe, context);
    const told = (whole: Result): void => {
      results.set(probe, whole);
      tell(whole);
    };
    if (later === undefined) told(result);
    else pending.push(later.then(told));
  };
  const pending: Promise<void>[] = [];
  const inOrder = async (probes: readonly Probe[]): Promise<void> => {
    for (const probe of probes) {
      if (probe.isAlone === true) await Promise.all(pending);
      await run(probe);
    }
  };
  const [fed, others] = [wanted.filter(isFed), wanted.filter((probe) => !isFed(probe) && !sums.includes(probe))];
  const lane = async (): Promise<void> => {
    for (let probe = others.shift(); probe !== undefined; probe = others.shift()) await run(probe);
  };
  await Promise.all([inOrder(fed), ...Array.from({ length: WIDTH }, lane)]);
  await Promise.all(pending);
  await inOrder(wanted.filter((probe) => sums.includes(probe)));
  return wanted.flatMap((probe) => results.get(probe) ?? []);
}

/** They follow each other: each leaves the stub bank to the next. */
const isFed = ({ needs }: Probe): boolean => needs?.includes('stub bank') === true;

/** What a probe found and, if something shows only after a while, what it will have found. */
async function judge(probe: Probe, context: ProbeContext): Promise<{ result: Result; later?: Promise<Result> }> {
  const { id, name } = probe;
  const began = performance.now();
  const why = missing(probe, context);
  const skipped = (reason: string): Result => ({ id, name, verdict: 'skipped', reason, failures: [], milliseconds: 0 });
  if (why !== undefined) return { result: skipped(why) };
  const [demand, secret] = [demandOf(probe), context.mint?.key.secret ?? ''];
  const told = ({ findings, reason: words }: Outcome): Result => {
    const reason = words ?? null;
    const failures = findings.map((one) => failureOf(one, demand, secret)).toSorted(byWeight);
    const verdict = failures.length === 0 && reason === null ? 'passed' : 'failed';
    return { id, name, verdict, reason, failures, milliseconds: Math.round(performance.now() - began) };
  };
  const attempt = async (work: (of: ProbeContext) => Promise<Finding[]>): Promise<Outcome> => {
    try {
      return { findings: await work(context) };
    } catch (error) {
      if (error instanceof Skipped) throw error;
      if (error instanceof Failed) return { findings: error.findings, isOver: true };
      return { findings: [], isOver: true, reason: withoutSecret((error as Error).message, secret) };
    }
  };
  try {
    const first = await attempt((of) => probe.run(of));
    if (probe.later === undefined || first.isOver === true) return { result: told(first) };
    const both = attempt(async (of) => (await probe.later?.(of)) ?? []).then((second) =>
      told({ ...second, findings: [...first.findings, ...second.findings] }),
    );
    return { result: told(first), later: both };
  } catch (error) {
    return { result: skipped((error as Error).message) };
  }
}

/** Who was let in comes before who was refused in another form. */
const byWeight = (one: Failure, other: Failure): number => Number(isLetIn(other)) - Number(isLetIn(one));

interface Outcome {
  readonly findings: readonly Finding[];
  readonly reason?: string | undefined;
  /** It could not go on. */
  readonly isOver?: boolean;
}
