import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from '../stack/paths.ts';

/** Groups of processes that were started here and are not known to be gone. */
const groups = new Set<number>();
// Some have groups of their own to end.
process.once('exit', () => groups.forEach((pid) => signal(pid, 'SIGTERM')));

/** A program in a group of its own, so that what it started ends with it. */
export interface Program {
  output(): string;
  /** Its exit code; null after a signal. */
  readonly exited: Promise<number | null>;
  isOver(): boolean;
  stop(): Promise<void>;
}

const { PATH = '', HOME = '' } = process.env;
const PATIENCE_MS = 10_000;

/** Runs a command with exactly these variables, besides PATH and HOME; the repository's own programs are found first. */
export function launch(command: readonly string[], cwd: string, env: Record<string, string> = {}): Program {
  const [name = '', ...args] = command;
  const child = spawn(name, args, {
    ...{ cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    env: { PATH: `${projectRoot}node_modules/.bin:${PATH}`, HOME, ...env },
  });
  const { pid } = child;
  let output = '';
  const keep = (text: string): void => {
    output = (output + text).slice(-100_000);
  };
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => keep(chunk.toString()));
  child.on('error', (error) => keep(error.message));
  if (pid !== undefined) groups.add(pid);
  const exited = pid === undefined ? Promise.resolve(127) : once(child, 'exit').then(([code]) => code as number | null);
  const isOver = (): boolean => pid === undefined || child.exitCode !== null || child.signalCode !== null;
  const stop = async (): Promise<void> => {
    if (pid === undefined) return;
    if (!isOver()) signal(pid, 'SIGTERM');
    const hard = setTimeout(() => signal(pid, 'SIGKILL'), PATIENCE_MS);
    await exited;
    clearTimeout(hard);
    // Whatever it left behind.
    signal(pid, 'SIGKILL');
    groups.delete(pid);
  };
  return { output: () => output, exited, isOver, stop };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // They are gone.
  }
}
