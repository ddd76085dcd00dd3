import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import type { Boots } from './boot.ts';
import { canPin } from './cores.ts';
import type { GuardedGet } from './guarded-get.ts';
import type { Storm } from './login-storm.ts';
import type { Refresh } from './refresh.ts';
import type { PackageWeight } from './package-weight.ts';
import type { RefusalRound } from './refusal-round.ts';
import type { RoleCheck } from './role-check.ts';
import type { Scaling } from './scaling.ts';
import type { SocketRound } from './sockets.ts';
import type { VerifyTimings } from './verify.ts';

export interface Machine {
  date: string;
  node: string;
  processor: string;
  cores: number;
  memoryGiB: number;
  system: string;
  pinned: boolean;
  commit: string;
}

/** Everything one run measured; a part is missing when it was not asked for. */
export interface Results {
  machine: Machine;
  guardedGet?: GuardedGet;
  roleCheck?: RoleCheck;
  verify?: VerifyTimings;
  package?: PackageWeight;
  storm?: { ours: Storm; article: Storm };
  refresh?: Refresh;
  logout?: RefusalRound[];
  withdrawal?: RefusalRound[];
  sockets?: SocketRound[];
  boots?: Boots;
  scaling?: Scaling;
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'unknown';
  }
}

export function describeMachine(): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    pinned: canPin,
    commit: commit(),
  };
}
