import { tracingChannel, type TracingChannel } from 'node:diagnostics_channel';
import { extname } from 'node:path';
import { availableParallelism } from 'node:os';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, Metrics } from '@latchkey/service';
import { Piscina } from 'piscina';
import type { BankConfig } from '../bank.config.js';
import { planOf, roundsOf } from './comparison.rules.js';
import { PasswordKeys } from './password-keys.js';
import type { PasswordTask } from './password.worker.js';
import type { HashPlace } from './fair-order.rules.js';
import { HashQueue } from './hash-queue.js';
import { hashingOverloaded } from './passwords.errors.js';
import { fitsBcrypt, plainForms, readHash, writeHash } from './password.rules.js';

/** How many hashes may wait: about eight seconds of work for two cores at cost 12. */
export const QUEUE_LENGTH = 64;

const ACTS = ['hash', 'compare'];

/** Tells of each password task, `{ act, waitedMs }`, from when it is asked for until it is done. */
const hashChannel: TracingChannel = tracingChannel('latchkey:hash');

/** What is known of all stored hashes: it decides how much work any login takes, also one of nobody. */
export interface StoredHashes {
  /** The highest cost among them. */
  readonly cost: number;
  /** Whether some were made of the text itself, which may have been spelled in more than one way. */
  readonly havePlain: boolean;
}

/** What was typed, and what is stored for whom it was typed, if anything. */
export interface TypedPassword {
  readonly password: string;
  readonly hash: string | undefined;
}

/** How a password compares with a stored hash; it is outdated where a new one would be made in another way. */
export type Verdict = 'wrong' | 'right' | 'outdated';

/** Hashes and compares on threads of low priority, so that no login delays another request. */
@Injectable()
export class PasswordsService implements OnApplicationShutdown {
  readonly #pool: Piscina<PasswordTask, string | number>;
  readonly #queue: HashQueue;
  readonly #cost: number;
  readonly #keys: PasswordKeys;
  readonly #tasks: ReturnType<typeof tasksOf>;
  readonly #rounds: ReturnType<typeof roundsMetric>;

  constructor(@Inject(CONFIG) config: BankConfig, metrics: Metrics) {
    const threads = availableParallelism();
    this.#cost = config.PASSWORD_COST;
    this.#keys = new PasswordKeys(config);
    this.#pool = new Piscina({
      filename: new URL(`./password.worker${extname(import.meta.url)}`, import.meta.url).href,
      // A thread begins with the first hash that needs it, and stays.
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: Infinity,
      recordTiming: false,
      // A hash makes next to nothing that is thrown away.
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
      // piscina tries require first. Node aborts the whole process when a thread is stopped while it requires an ES module.
      execArgv: ['--no-experimental-require-module'],
    });
    // In front of the pool, which knows no fairness: it is given no more than its threads can begin at once.
    this.#queue = new HashQueue(threads, QUEUE_LENGTH);
    metrics.expectRefusals([hashingOverloaded().reason]);
    this.#tasks = tasksOf(metrics);
    this.#rounds = roundsMetric(metrics);
    metrics.gauge('latchkey_password_queue', 'Password tasks that wait for a thread.', [], (gauge) =>
      gauge.set(this.#queue.size),
    );
  }

  /** The hash to store for a password. */
  async hash(password: string, place: HashPlace): Promise<string> {
    const { kid, text } = this.#keys.forNew(password);
    const task: PasswordTask = { act: 'hash', password: text, cost: this.#cost };
    return writeHash(kid, (await this.#run(task, place, 2 ** this.#cost)) as string);
  }

  /** Compares a password with a stored hash, or with none (unknown user). The work depends on what was typed alone. */
  async verify(typed: TypedPassword, known: StoredHashes, place: HashPlace): Promise<Verdict> {
    const { password, hash } = typed;
    const stored = hash === undefined ? undefined : readHash(hash);
    const texts = stored === undefined ? [] : this.#textsOf(password, stored.kid);
    const isPlain = known.havePlain || (stored !== undefined && stored.kid === undefined);
    const places = isPlain ? plainForms(password).length : 1;
    const cost = Math.max(this.#cost, known.cost, stored?.cost ?? 0);
    const plan = planOf(texts, stored, places, cost);
    const match = (await this.#run({ act: 'compare', plan }, place, roundsOf(plan))) as number;
    if (match < 0) return 'wrong';
    const wanted = this.#keys.forNew(password);
    const isCurrent = stored!.kid === wanted.kid && stored!.cost === this.#cost && texts[match] === wanted.text;
    return isCurrent ? 'right' : 'outdated';
  }

  /** Whether hashes under this key can be compared here. */
  knows(kid: string): boolean {
    return this.#keys.under(kid, '') !== undefined;
  }

  /** The priority (nice) that a hashing thread runs at. */
  priority(): Promise<number> {
    return this.#pool.run({ act: 'priority' }) as Promise<number>;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#pool.destroy();
  }

  // No stored hash was made from half a character, and bcrypt would cut a long text or read it as another.
  #textsOf(password: string, kid: string | undefined): string[] {
    if (!password.isWellFormed()) return [];
    if (kid === undefined) return plainForms(password).filter(fitsBcrypt);
    const text = this.#keys.under(kid, password);
    return text === undefined ? [] : [text];
  }

  #run(task: PasswordTask, place: HashPlace, rounds: number): Promise<string | number> {
    const [asked, told] = [performance.now(), { act: task.act, waitedMs: 0 }];
    const work = (): Promise<string | number> => {
      told.waitedMs = performance.now() - asked;
      this.#tasks.inc({ act: task.act });
      this.#rounds.inc({ act: task.act }, rounds);
      return this.#pool.run(task);
    };
    return hashChannel.tracePromise(() => this.#queue.run(place, work), told);
  }
}

function tasksOf(metrics: Metrics) {
  return metrics.counter('latchkey_password_tasks_total', 'Password tasks given to the threads, by act.', {
    act: ACTS,
  });
}

function roundsMetric(metrics: Metrics) {
  return metrics.counter('latchkey_password_rounds_total', 'Rounds of bcrypt asked of the threads, by act.', {
    act: ACTS,
  });
}
