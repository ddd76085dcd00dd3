import { SequentialClient } from './sequential-client.ts';

/** How the replicas of a service are asked, until each of them has heard of a change at the bank. */
export interface RefusalPlan {
  replicaPorts: readonly number[];
  /** From one answer of a replica to the next question to it. */
  pollMs: number;
  /** Longest pause between two changes; its length is chosen at random, so that they fall anywhere in the feed's beat. */
  pauseMs: number;
  /** After which a change counts as not heard of. */
  patienceMs: number;
}

export interface RefusalResult {
  /** For each change: milliseconds from sending it to the bank to the first error by each replica. */
  refusedAfter: number[][];
  /** From sending it to the bank's answer. */
  answeredAfter: number[];
  polls: number;
  failures: Record<string, number>;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Times how soon replicas refuse what the bank has taken back, one change after the other. */
export class Refusals {
  readonly result: RefusalResult = { refusedAfter: [], answeredAfter: [], polls: 0, failures: {} };
  readonly replicas: readonly SequentialClient[];
  readonly #plan: RefusalPlan;
  readonly #code: Buffer;

  private constructor(plan: RefusalPlan, code: string, replicas: readonly SequentialClient[]) {
    this.#plan = plan;
    this.#code = Buffer.from(`"${code}"`);
    this.replicas = replicas;
  }

  /** @param code - of the problem with which a replica refuses, as a 401 */
  static async open(plan: RefusalPlan, code: string): Promise<Refusals> {
    return new Refusals(plan, code, await Promise.all(plan.replicaPorts.map((port) => SequentialClient.open(port))));
  }

  fail(reason: string): void {
    this.result.failures[reason] = (this.result.failures[reason] ?? 0) + 1;
  }

  /** Asks every replica again and again, has the change made meanwhile, and goes on until each of them refuses. */
  async time(get: Buffer, change: () => Promise<void>): Promise<void> {
    for (const replica of this.replicas) if ((await replica.ask(get)).status !== 200) this.fail('refused before');
    const until = { at: Infinity };
    const refusals = this.replicas.map((replica) => this.#firstRefusal(replica, get, until));
    await sleep(Math.random() * this.#plan.pauseMs);
    const sentAt = performance.now();
    until.at = sentAt + this.#plan.patienceMs;
    await change();
    this.result.answeredAfter.push(performance.now() - sentAt);
    const moments = await Promise.all(refusals);
    this.result.refusedAfter.push(moments.map((moment) => moment - sentAt));
    for (const replica of this.replicas) if ((await replica.ask(get)).status !== 401) this.fail('let in again');
  }

  close(): void {
    for (const replica of this.replicas) replica.close();
  }

  async #firstRefusal(replica: SequentialClient, get: Buffer, until: { at: number }): Promise<number> {
    while (performance.now() < until.at) {
      const { status, body } = await replica.ask(get);
      const now = performance.now();
      this.result.polls++;
      if (status === 401 && body.includes(this.#code)) return now;
      if (status !== 200) this.fail(`replica: ${status}`);
      await sleep(this.#plan.pollMs);
    }
    this.fail('never refused');
    return performance.now();
  }
}
