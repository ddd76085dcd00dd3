import { extname } from 'node:path';
import { availableParallelism } from 'node:os';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, Metrics } from '@latchkey/service';
import { Piscina } from 'piscina';
import type { BankConfig } from '../bank.config.js';
import type { PasswordTask } from './password.worker.js';
import { costOf, dummyHash, isPossiblePassword } from './password.rules.js';
import type { HashPlace } from './fair-order.rules.js';
import { HashQueue } from './hash-queue.service.js';

/** How many hashes may wait: about eight seconds of work for two cores at cost 12. */
export const QUEUE_LENGTH = 64;

/** Hashes and compares on threads of low priority, so that no login delays another request. */
@Injectable()
export class PasswordsService implements OnApplicationShutdown {
  readonly #pool: Piscina<PasswordTask, string | boolean | number>;
  readonly #queue: HashQueue;
  readonly #cost: number;
  readonly #tasks: ReturnType<typeof tasksOf>;

  constructor(@Inject(CONFIG) config: BankConfig, metrics: Metrics) {
    const threads = availableParallelism();
    this.#cost = config.PASSWORD_COST;
    this.#pool = new Piscina({
      filename: new URL(`./password.worker${extname(import.meta.url)}`, import.meta.url).href,
      minThreads: threads,
      maxThreads: threads,
      recordTiming: false,
      // piscina tries require first. Node aborts the whole process when a thread is stopped while it requires an ES module.
      execArgv: ['--no-experimental-require-module'],
    });
    // In front of the pool, which knows no fairness: it is given no more than its threads can begin at once.
    this.#queue = new HashQueue(threads, QUEUE_LENGTH);
    this.#tasks = tasksOf(metrics);
    metrics.gauge('latchkey_password_queue', 'Password tasks that wait for a thread.', [], (gauge) =>
      gauge.set(this.#queue.size),
    );
  }

  /** The hash to store for a password that was accepted as it was typed. */
  hash(password: string, place: HashPlace): Promise<string> {
    return this.#run({ act: 'hash', password, cost: this.#cost }, place) as Promise<string>;
  }

  /** Whether this is the password; without a hash (unknown user) it is not, after the same work. */
  async matches(password: string, hash: string | undefined, place: HashPlace): Promise<boolean> {
    // No stored hash was made from such a password, and bcrypt would cut it or read it as another.
    const possible = isPossiblePassword(password);
    const real = possible && hash !== undefined;
    const task: PasswordTask = real
      ? { act: 'compare', password, hash }
      : { act: 'compare', password: possible ? password : '', hash: dummyHash(this.#cost) };
    return ((await this.#run(task, place)) as boolean) && real;
  }

  /** Whether a hash was made at another cost than the one asked for now. */
  isOutdated(hash: string): boolean {
    return costOf(hash) !== this.#cost;
  }

  /** The priority (nice) that a hashing thread runs at. */
  priority(): Promise<number> {
    return this.#pool.run({ act: 'priority' }) as Promise<number>;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#pool.destroy();
  }

  #run(task: PasswordTask, place: HashPlace): Promise<string | boolean | number> {
    return this.#queue.run(place, () => {
      this.#tasks.inc({ act: task.act });
      return this.#pool.run(task);
    });
  }
}

function tasksOf(metrics: Metrics) {
  return metrics.counter('latchkey_password_tasks_total', 'Password tasks given to the threads, by act.', ['act']);
}
