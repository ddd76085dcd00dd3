import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { prefixOf } from './cores.ts';
import type {
  LoadPlan,
  LogoutPlan,
  RefusalResult,
  ProbePlan,
  ProbeResult,
  ForgeryPlan,
  ForgeryResult,
  RotationPlan,
  RotationResult,
  SaturationPlan,
  SaturationResult,
  WithdrawalPlan,
} from './load/plan.ts';

const PROGRAM = fileURLToPath(new URL('./load/generator.ts', import.meta.url));

/** A load generator on a core of its own; one plan at a time. */
export class GeneratorProcess {
  readonly #child: ChildProcess;

  constructor(core: number) {
    const command = [...prefixOf(core), process.execPath, PROGRAM];
    this.#child = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  run(plan: SaturationPlan): Promise<SaturationResult>;
  run(plan: ProbePlan): Promise<ProbeResult>;
  run(plan: RotationPlan): Promise<RotationResult>;
  run(plan: ForgeryPlan): Promise<ForgeryResult>;
  run(plan: LogoutPlan | WithdrawalPlan): Promise<RefusalResult>;
  async run(plan: LoadPlan): Promise<unknown> {
    const settled = new AbortController();
    const { signal } = settled;
    const answer = once(this.#child, 'message', { signal });
    // A server that dies under load takes the generator's readings with it.
    const end = once(this.#child, 'exit', { signal }).then(() => {
      throw new Error('the load generator ended; did the server under test?');
    });
    this.#child.send(plan);
    const [{ result, error }] = await Promise.race([answer, end]);
    end.catch(() => {});
    settled.abort();
    if (error) throw new Error(`load generator: ${error}`);
    return result;
  }

  stop(): void {
    this.#child.kill();
  }
}
