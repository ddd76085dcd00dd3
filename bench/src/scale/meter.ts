import { setTimeout as sleep } from 'node:timers/promises';
import type { Postgres } from '../postgres.ts';
import { cpuMs } from '../process-usage.ts';
import type { ServerProcess } from '../server-process.ts';
import type { Cost } from './costs.ts';

const IDLE_MS = 5_000;

/** Processor time that work costs a service and its database, beyond what they use when nothing happens. */
export class Meter {
  #idle: Cost = { process: 0, database: 0 };
  private readonly server: ServerProcess;
  private readonly postgres: Postgres;

  private constructor(server: ServerProcess, postgres: Postgres) {
    this.server = server;
    this.postgres = postgres;
  }

  static async of(server: ServerProcess, postgres: Postgres): Promise<Meter> {
    const meter = new Meter(server, postgres);
    await meter.rest();
    return meter;
  }

  /** What is used from now on while nothing is asked counts as idle. */
  async rest(): Promise<void> {
    this.#idle = { process: 0, database: 0 };
    const used = await this.cost(() => sleep(IDLE_MS).then(() => IDLE_MS));
    this.#idle = used;
  }

  /** What one of those costs of which the work says how many it did. */
  async cost(work: () => Promise<number>): Promise<Cost> {
    const before = await this.#read();
    const count = await work();
    const after = await this.#read();
    const elapsed = after.at - before.at;
    const each = (of: keyof Cost): number => (after[of] - before[of] - this.#idle[of] * elapsed) / count;
    return { process: each('process'), database: each('database') };
  }

  async #read(): Promise<Cost & { at: number }> {
    const { backends, background } = await this.postgres.cpu();
    return { at: performance.now(), process: cpuMs(this.server.pid), database: backends + background };
  }
}
