import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { pinnedNode } from './paths.ts';

/** One running process with everything it said. */
export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  output(): string;
  exited: Promise<number | null>;
  /** Ends it as a user would, then the hard way. */
  stop(): Promise<void>;
  kill9(): Promise<void>;
}

export type Environment = Record<string, string>;

const alive = new Set<ChildProcess>();
process.once('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

// What decides how fast a process starts, not what it does.
const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;

export interface HowToStart {
  /** For Node, before the script. */
  readonly flags?: readonly string[];
  /** A program and its arguments that start Node, such as `taskset -c 1`. */
  readonly prefix?: readonly string[];
  /** Root of the built clone whose Node runs it; this one by default. */
  readonly checkout?: string;
  /** Where its output goes, as under a supervisor; kept in memory when left out. */
  readonly logFile?: string;
}

/** Starts a script with exactly the variables given: nothing of this process's environment reaches it but the paths. */
export function start(
  script: string,
  env: Environment,
  args: readonly string[] = [],
  { flags = [], prefix = [], checkout, logFile }: HowToStart = {},
): Running {
  const [command = '', ...rest] = [...prefix, pinnedNode(checkout), ...flags, script, ...args];
  const log = logFile === undefined ? 'pipe' : openSync(logFile, 'w');
  const child = spawn(command, rest, {
    env: { PATH, ...(NODE_COMPILE_CACHE !== '' && { NODE_COMPILE_CACHE }), ...env },
    stdio: ['ignore', log, log],
  });
  if (typeof log === 'number') closeSync(log);
  alive.add(child);
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-2_000_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const exited = once(child, 'close').then(([code]) => {
    alive.delete(child);
    return code as number | null;
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  return {
    child,
    pid: child.pid ?? 0,
    output: () => (logFile === undefined ? output : readFileSync(logFile, 'utf8')),
    exited,
    kill9: () => end('SIGKILL'),
    stop: async () => {
      const hard = setTimeout(() => child.kill('SIGKILL'), 30_000);
      await end('SIGTERM');
      clearTimeout(hard);
    },
  };
}

/** Asks every so many milliseconds until a process is ready; one that ends or takes too long is killed, and its output told. */
export async function untilReady(
  name: string,
  running: Running,
  isReady: () => Promise<boolean>,
  { every = 25, within = 300_000 } = {},
): Promise<void> {
  const { child } = running;
  const deadline = performance.now() + within;
  while (!(await isReady())) {
    if (child.exitCode !== null || child.signalCode !== null || performance.now() > deadline) {
      await running.kill9();
      throw new Error(`${name} did not become ready:\n${running.output().slice(-4_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}

/** Runs a script to its end. */
export async function run(
  script: string,
  env: Environment,
  args: readonly string[] = [],
  how: HowToStart = {},
): Promise<{ code: number | null; output: string }> {
  const running = start(script, env, args, how);
  const code = await running.exited;
  return { code, output: running.output() };
}
