import { spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { demoEnvironment } from './demo-environment.js';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A demo service in a process of its own. */
export interface DemoProcess {
  readonly pid: number;
  /** All it has written so far to both outputs. */
  readonly output: () => string;
  /** Lines of the log so far. */
  readonly lines: () => Record<string, unknown>[];
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Nobody reads its outputs any more. */
  readonly hangUp: () => void;
  readonly exit: Promise<number | null>;
}

/** Runs `main.ts` or `migrate.ts` of the demo. */
export function demoProcess(
  script: 'main.ts' | 'migrate.ts',
  env: NodeJS.ProcessEnv,
  args: string[] = [],
  stdio: StdioOptions = ['ignore', 'pipe', 'pipe'],
): DemoProcess {
  const child = spawn(process.execPath, ['--import', here('register.js'), here(script), ...args], {
    env: { PATH: process.env.PATH, ...demoEnvironment(env) },
    stdio,
  });
  let output = '';
  const streams = [child.stdout, child.stderr];
  for (const stream of streams) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  return {
    pid: child.pid!,
    output: () => output,
    lines: () => output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : [])),
    kill: (signal) => child.kill(signal),
    hangUp: () => streams.forEach((stream) => stream?.destroy()),
    exit: once(child, 'close').then(([code]) => code as number | null),
  };
}

/** Waits until the process says where it listens, and answers that; its log must be at `info`. */
export async function untilUp({ output, exit }: DemoProcess): Promise<string> {
  let isOver = false;
  void exit.then(() => (isOver = true));
  for (;;) {
    const url = /"url":"(http:[^"]+)"/.exec(output())?.[1];
    if (url !== undefined) return url;
    if (isOver) throw new Error(`it did not come up: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
