import type { RefusalPlan, RefusalResult } from './load/refusals.ts';
import { cpuMs } from './process-usage.ts';
import { machineTime } from './round-profile.ts';
import type { ServerProcess } from './server-process.ts';
import { summarize, type Summary } from './statistics.ts';

export const POLL_MS = 2;
const PAUSE_MS = 150;
const PATIENCE_MS = 5_000;

/** Changes at the bank, until each of some replicas refuses what went before. */
export interface RefusalRound {
  /** Changes of the same kind that were in force at each replica when the first of these was made. */
  active: number;
  changes: number;
  /** From the change until the last of the replicas refuses. */
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

/** Measures a round, which is given how its replicas are to be asked. */
export async function refusalRound(
  what: string,
  active: number,
  [bank, ...replicas]: readonly [ServerProcess, ...ServerProcess[]],
  run: (plan: RefusalPlan & { bankPort: number }) => Promise<RefusalResult>,
): Promise<RefusalRound> {
  const servers = [bank, ...replicas];
  const before = servers.map(({ pid }) => cpuMs(pid));
  const machine = machineTime();
  const began = performance.now();
  const { refusedAfter, answeredAfter, polls, failures } = await run({
    bankPort: bank.port,
    replicaPorts: replicas.map(({ port }) => port),
    pollMs: POLL_MS,
    pauseMs: PAUSE_MS,
    patienceMs: PATIENCE_MS,
  });
  const elapsedMs = performance.now() - began;
  const after = machineTime();
  const wrong = Object.entries(failures).map(([reason, n]) => `${n} x ${reason}`);
  if (wrong.length > 0) throw new Error(`${what} with ${active} active ones: ${wrong.join(', ')}`);
  const [bankShare, ...replicaShares] = servers.map(({ pid }, index) => (cpuMs(pid) - before[index]!) / elapsedMs);
  return {
    active,
    changes: refusedAfter.length,
    byAll: summarize(Float64Array.from(refusedAfter, (each) => Math.max(...each))),
    byEach: summarize(Float64Array.from(refusedAfter.flat())),
    answered: summarize(Float64Array.from(answeredAfter)),
    pollsPerSecond: (polls * 1000) / elapsedMs,
    bankShare: bankShare!,
    replicaShares,
    machineBusy: (after.busy - machine.busy) / (after.all - machine.all),
  };
}
