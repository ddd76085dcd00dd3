import { get } from 'node:http';
import { join } from 'node:path';
import { start, untilReady, type Running } from '@latchkey/e2e/stack/process';
import type { Target } from '@latchkey/e2e/stack/request';
import { prefixOf } from './cores.ts';

const BOOT_LIMIT_MS = 20_000;
const ASK_EVERY_MS = 5;

export interface ServerSettings {
  name: string;
  script: string;
  /** For Node. */
  flags?: string[];
  env: Record<string, string>;
  /** Undefined: any core, as in a plain start. */
  core: number | undefined;
  logFolder: string;
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(
      { host: '127.0.0.1', port, path: '/health/ready', agent: false, timeout: 1_000 },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

/** A server under test. Its log goes to a file, the way a service writes it under a supervisor. */
export class ServerProcess {
  readonly name: string;
  readonly port: number;
  /** From spawn to the first 200 of /health/ready. */
  readonly bootMs: number;
  readonly #running: Running;

  private constructor(name: string, port: number, running: Running, bootMs: number) {
    this.name = name;
    this.port = port;
    this.#running = running;
    this.bootMs = bootMs;
  }

  static async start({ name, script, flags = [], env, core, logFolder }: ServerSettings): Promise<ServerProcess> {
    const began = performance.now();
    const port = Number(env['PORT']);
    const logFile = join(logFolder, `${name.replaceAll(/\W+/g, '-')}-${port}.log`);
    const how = { flags, prefix: prefixOf(core), logFile };
    const running = start(script, { NODE_ENV: 'production', ...env }, [], how);
    await untilReady(name, running, () => isReady(port), { every: ASK_EVERY_MS, within: BOOT_LIMIT_MS });
    return new ServerProcess(name, port, running, performance.now() - began);
  }

  get pid(): number {
    return this.#running.pid;
  }

  /** Where the tools of the black-box tests reach it. */
  get target(): Target {
    const host = `127.0.0.1:${this.port}`;
    return { port: this.port, host, url: `http://${host}` };
  }

  stop(): Promise<void> {
    return this.#running.stop();
  }
}
