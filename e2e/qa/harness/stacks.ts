import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { redacted } from './redact.js';
import { startStack, type Stack, type StackPlan } from '../../stack/stack.js';

/** A stack and the name under which its log is kept. */
export interface NamedStack {
  readonly name: string;
  readonly stack: Stack;
}

const lastWords = (line: string): string => `The end of its log: ${redacted(line).slice(0, 300)}`;

let opened = 0;

/** The stacks of one worker: one for every day, one with the settings of the steps at hand; their logs are kept when they close. */
export class Stacks {
  readonly #logs: string;
  #open = new Map<string, NamedStack>();

  constructor(logs: string) {
    this.#logs = logs;
  }

  /** The stack of a plan; the one of the steps before if that was the same, with all of its processes running. */
  async get(plan: StackPlan): Promise<NamedStack> {
    const key = JSON.stringify(plan);
    const found = this.#open.get(key);
    if (found !== undefined) return found;
    for (const other of this.#open.keys()) if (other !== '{}') await this.#close(other);
    const named = await this.fresh(plan);
    this.#open.set(key, named);
    return named;
  }

  /** A stack that nobody else gets; the caller ends it with `end`. */
  async fresh(plan: StackPlan): Promise<NamedStack> {
    opened += 1;
    return { name: `stack-${process.pid}-${opened}`, stack: await startStack(plan) };
  }

  /** Sentences about processes that ended though nobody ended them. */
  crashesOf({ stack }: NamedStack): string[] {
    return Object.values(stack.services).flatMap(({ replicas }) =>
      replicas.flatMap((replica) => {
        const code = replica.isRunning ? 0 : (replica.running.child.exitCode ?? 0);
        if (code === 0) return [];
        const last = replica.output().trimEnd().split('\n').at(-1) ?? '';
        return [
          `A process of ${replica.service} ended by itself with code ${code}: look there first. ${lastWords(last)}`,
        ];
      }),
    );
  }

  /** Starts what a step has ended, so that the next one finds the stack as it was. */
  async restore({ stack }: NamedStack): Promise<void> {
    const ended = Object.values(stack.services).flatMap(({ replicas }) => replicas.filter((one) => !one.isRunning));
    await Promise.all(ended.map((replica) => replica.start()));
  }

  async end({ name, stack }: NamedStack): Promise<void> {
    await stack.stop();
    mkdirSync(this.#logs, { recursive: true });
    writeFileSync(join(this.#logs, `${name}.log`), stack.output());
  }

  async endAll(): Promise<void> {
    for (const key of this.#open.keys()) await this.#close(key);
  }

  async #close(key: string): Promise<void> {
    const named = this.#open.get(key);
    this.#open.delete(key);
    if (named !== undefined) await this.end(named);
  }
}
