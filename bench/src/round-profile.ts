import { availableParallelism } from 'node:os';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { Postgres } from './postgres.ts';
import { cpuMs } from './process-usage.ts';

export const CORES = availableParallelism();
const SAMPLE_EVERY_MS = 50;

/** Who used what during a round. Shares are of one core: 1 is one whole core. */
export interface RoundProfile {
  elapsedMs: number;
  server: number;
  backends: number;
  background: number;
  /** Of all cores together. */
  machineBusy: number;
  logBytes: number;
  logFlushes: number;
  /** Database connections at work, on average. */
  atWork: number;
  /** What they were doing: the event waited for, or CPU; parts of 1. */
  waits: Record<string, number>;
}

interface Reading {
  at: number;
  server: number;
  backends: number;
  background: number;
  machine: { busy: number; all: number };
  log: { bytes: number; flushes: number };
}

async function read(postgres: Postgres, serverPid: number): Promise<Reading> {
  const log = await postgres.log();
  const database = await postgres.cpu();
  return { at: performance.now(), server: cpuMs(serverPid), ...database, machine: machineTime(), log };
}

/** Does the work and says who used what meanwhile. */
export async function profiled<T>(
  postgres: Postgres,
  serverPid: number,
  work: () => Promise<T>,
): Promise<{ result: T; profile: RoundProfile }> {
  const before = await read(postgres, serverPid);
  const samples: string[][] = [];
  let sampling = Promise.resolve();
  const timer = setInterval(() => {
    sampling = sampling.then(async () => void samples.push(await postgres.atWork()));
  }, SAMPLE_EVERY_MS);
  const result = await work().finally(() => clearInterval(timer));
  await sampling;
  const after = await read(postgres, serverPid);
  const elapsedMs = after.at - before.at;
  const share = (of: 'server' | 'backends' | 'background'): number => (after[of] - before[of]) / elapsedMs;
  return {
    result,
    profile: {
      elapsedMs,
      server: share('server'),
      backends: share('backends'),
      background: share('background'),
      machineBusy: (after.machine.busy - before.machine.busy) / (after.machine.all - before.machine.all),
      logBytes: after.log.bytes - before.log.bytes,
      logFlushes: after.log.flushes - before.log.flushes,
      ...waitShares(samples),
    },
  };
}

/** How many connections were at work on average, and what they were doing, from looks at regular intervals. */
export function waitShares(samples: readonly (readonly string[])[]): Pick<RoundProfile, 'atWork' | 'waits'> {
  const all = samples.flat();
  const waits: Record<string, number> = {};
  for (const what of all) waits[what] = (waits[what] ?? 0) + 1 / all.length;
  return { atWork: samples.length === 0 ? 0 : all.length / samples.length, waits };
}

/** Processor time of all cores so far, in ticks of the kernel's. */
export function machineTime(): { busy: number; all: number } {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]!.trim().split(/\s+/).slice(1, 9).map(Number);
  const all = fields.reduce((sum, ticks) => sum + ticks, 0);
  // Idle, and idle while a disk is at work.
  return { busy: all - fields[3]! - fields[4]!, all };
}

/** What kept a round from being faster. */
export type Limit = 'generator' | 'others' | 'server' | 'processors' | 'commit' | 'none';

const FULL_SHARE = 0.9;
/** Of one core. Below this it is the kernel's own work. */
const OTHERS_SHARE = 0.4;

/** From who was fully used; the order says whose figure would be wrong about the others. */
export function limitOf(profile: RoundProfile, generatorShare: number, cores = CORES): Limit {
  if (generatorShare >= FULL_SHARE) return 'generator';
  if (profile.machineBusy >= FULL_SHARE && othersShare(profile, generatorShare, cores) >= OTHERS_SHARE) return 'others';
  if (profile.server >= FULL_SHARE) return 'server';
  if (profile.machineBusy >= FULL_SHARE) return 'processors';
  return committing(profile.waits) >= 0.5 ? 'commit' : 'none';
}

/** What the machine did for none of those who took part, of one core. */
export function othersShare(profile: RoundProfile, generatorShare: number, cores = CORES): number {
  const { machineBusy, server, backends, background } = profile;
  return Math.max(0, machineBusy * cores - server - backends - background - generatorShare);
}

/** The part of the database's work that is waiting for the log to reach the disk, or for another who waits for it. */
export function committing(waits: Record<string, number>): number {
  const isCommit = (what: string): boolean => /^(IO|LWLock|IPC):Wal|:WAL/i.test(what);
  return Object.entries(waits).reduce((sum, [what, share]) => sum + (isCommit(what) ? share : 0), 0);
}
