import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { prefixOf, SERVER_CORE } from './cores.ts';
import type { Round, Timing, VerifyPlan } from './verify/plan.ts';

const PROGRAM = fileURLToPath(new URL('./verify/measuring-process.ts', import.meta.url));

/** One that verifies, in a process of its own; measures a round when it is asked to. */
export class MeasuringProcess {
  readonly timing: Timing;
  readonly #child: ChildProcess;

  private constructor(name: string, child: ChildProcess) {
    this.timing = { name, first: [], again: [] };
    this.#child = child;
  }

  static async start(plan: VerifyPlan): Promise<MeasuringProcess> {
    const [file, ...args] = [...prefixOf(SERVER_CORE), process.execPath, '--expose-gc', PROGRAM];
    const env = { ...process.env, NODE_ENV: 'production' };
    const child = spawn(file!, args, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const started = new MeasuringProcess(plan.contestant, child);
    await started.#ask(plan);
    return started;
  }

  async measure(counts: boolean): Promise<void> {
    const { first, again } = (await this.#ask('round')) as Round;
    if (!counts) return;
    this.timing.first.push(first);
    if (again !== undefined) this.timing.again.push(again);
  }

  async #ask(message: VerifyPlan | 'round'): Promise<unknown> {
    const settled = new AbortController();
    const { signal } = settled;
    const answer = once(this.#child, 'message', { signal });
    const end = once(this.#child, 'exit', { signal }).then(() => {
      throw new Error(`${this.timing.name}: its process ended; why stands above`);
    });
    this.#child.send(message);
    const [given] = await Promise.race([answer, end]);
    end.catch(() => {});
    settled.abort();
    return given;
  }

  stop(): void {
    this.#child.kill();
  }
}
