import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { pinnedNode } from './paths.js';

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

/** Starts a script with exactly the variables given: nothing of this process's environment reaches it but the paths. */
export function start(script: string, env: Environment, args: string[] = []): Running {
  const child = spawn(pinnedNode(), [script, ...args], {
    env: { PATH, ...(NODE_COMPILE_CACHE !== '' && { NODE_COMPILE_CACHE }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  alive.add(child);
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-2_000_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
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
    output: () => output,
    exited,
    kill9: () => end('SIGKILL'),
    stop: async () => {
      const hard = setTimeout(() => child.kill('SIGKILL'), 30_000);
      await end('SIGTERM');
      clearTimeout(hard);
    },
  };
}

/** Runs a script to its end. */
export async function run(
  script: string,
  env: Environment,
  args: string[] = [],
): Promise<{ code: number | null; output: string }> {
  const running = start(script, env, args);
  const code = await running.exited;
  return { code, output: running.output() };
}
