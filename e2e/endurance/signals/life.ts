import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sleep } from '../../stack/clock.ts';
import { entry } from '../../stack/paths.ts';
import { start } from '../../stack/process.ts';
import type { Replica } from '../../stack/replica.ts';

const MARK = fileURLToPath(new URL('mark-heeded.mjs', import.meta.url));

/** How one process of a service ended. */
export interface Life {
  /** Milliseconds from its start to the first signal. */
  readonly signalledAt: number;
  readonly code: number | null;
  /** Whether its own program had begun; before that Node itself knows SIGTERM alone. */
  readonly wasHeeded: boolean;
  /** Milliseconds from the first signal to its end. */
  readonly took: number;
}

export interface Plan {
  readonly replica: Replica;
  readonly isTraced: boolean;
  /** Milliseconds from its start; undefined: when it is ready. */
  readonly at: number | undefined;
  /** Another SIGTERM, so many milliseconds after the first one. */
  readonly again?: number;
}

/** Starts a process of a service, in the place of a replica that is stopped, and tells it to end. */
export async function live({ replica, isTraced, at, again }: Plan): Promise<Life> {
  const main = entry(replica.service, 'main');
  const ahead = isTraced ? ['--import', main.replace(/main\.js$/, 'tracing.js')] : [];
  const began = performance.now();
  const running = start(main, replica.env, [], { flags: ['--import', MARK, ...ahead] });
  const ended = once(running.child, 'exit');
  if (at === undefined) while (!(await replica.isReady())) await sleep(10);
  else await sleep(at);
  const signalledAt = performance.now() - began;
  running.child.kill('SIGTERM');
  if (again !== undefined) void sleep(again).then(() => running.child.kill('SIGTERM'));
  await ended;
  const took = performance.now() - began - signalledAt;
  const code = await running.exited;
  return { signalledAt, code, wasHeeded: running.output().includes('heeded'), took };
}
