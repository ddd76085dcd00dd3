import { entry, projectRoot } from './paths.ts';
import { start, untilReady, type Environment, type Running } from './process.ts';
import { encodeRequest, sendRaw } from '@latchkey/conformance/client';

/** One process of a service; it can be killed and started again on the same port with the same settings. */
export class Replica {
  readonly service: string;
  readonly port: number;
  readonly env: Environment;
  /** The built clone that its next process is started from. */
  checkout: string;
  #running: Running | undefined;
  #earlier = '';

  constructor(service: string, port: number, env: Environment, checkout = projectRoot) {
    this.service = service;
    this.port = port;
    this.env = env;
    this.checkout = checkout;
  }

  get running(): Running {
    if (this.#running === undefined) throw new Error(`${this.service} on ${this.port} was never started`);
    return this.#running;
  }

  async start(): Promise<void> {
    this.#earlier = this.output();
    const running = start(entry(this.service, 'main', this.checkout), this.env, [], { checkout: this.checkout });
    this.#running = running;
    await untilReady(`${this.service} on ${this.port}`, running, () => this.isReady());
  }

  get isRunning(): boolean {
    const child = this.#running?.child;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** What its processes wrote, one after the other. */
  output(): string {
    return this.#earlier + (this.#running?.output() ?? '');
  }

  async isReady(): Promise<boolean> {
    const host = new URL(this.env['PUBLIC_URL'] ?? '').host;
    const answer = await sendRaw(this.port, encodeRequest({ path: '/health/ready', host })).catch(() => null);
    return answer?.status === 200;
  }

  kill9(): Promise<void> {
    return this.running.kill9();
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
  }
}
