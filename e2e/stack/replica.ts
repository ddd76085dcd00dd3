import { entry, type ServiceId } from './paths.js';
import { start, type Environment, type Running } from './process.js';
import { encodeRequest, sendRaw } from '@latchkey/conformance/client';

/** One process of a service; it can be killed and started again on the same port with the same settings. */
export class Replica {
  readonly service: ServiceId;
  readonly port: number;
  readonly env: Environment;
  #running: Running | undefined;
  #earlier = '';

  constructor(service: ServiceId, port: number, env: Environment) {
    this.service = service;
    this.port = port;
    this.env = env;
  }

  get running(): Running {
    if (this.#running === undefined) throw new Error(`${this.service} on ${this.port} was never started`);
    return this.#running;
  }

  async start(): Promise<void> {
    this.#earlier = this.output();
    const running = start(entry(this.service, 'main'), this.env);
    this.#running = running;
    let over = false;
    void running.exited.then(() => (over = true));
    const deadline = Date.now() + 300_000;
    while (!(await this.isReady())) {
      if (over || Date.now() > deadline) {
        await running.kill9();
        throw new Error(`${this.service} did not become ready on ${this.port}:\n${running.output().slice(-4_000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
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
