import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const hasTaskset = spawnSync('taskset', ['--version']).status === 0;
const cores = availableParallelism();

/** Whether processes can be tied to cores here: Linux with taskset and at least two cores. */
export const canPin = hasTaskset && cores > 1;
/** The core that carries the load generators, and the one that belongs to the server under test. */
export const GENERATOR_CORE = 0;
export const SERVER_CORE = cores - 1;

/** What begins a command line that stays on one core; nothing when `core` is undefined or cores cannot be chosen. */
export function prefixOf(core: number | undefined): string[] {
  // taskset replaces itself by the command: the process id stays the same.
  return core === undefined || !canPin ? [] : ['taskset', '-c', String(core)];
}

/** Ties a running process with all its threads to one core; does nothing where cores cannot be chosen. */
export function tieToCore(pid: number, core: number): void {
  if (canPin) spawnSync('taskset', ['-acp', String(core), String(pid)]);
}
