import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { onCore } from './cores.ts';

const BOOT_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 10_000;
const ASK_EVERY_MS = 5;

export interface ServerSettings {
  name: string;
  /** What Node is started with: flags and the program. */
  nodeArguments: string[];
  port: number;
  env: Record<string, string>;
  /** Undefined: any core, as in a plain start. */
  core?: number;
  logFolder: string;
}

function statusOf(port: number, path: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false, timeout: 1_000 }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

/** A server under test. Its log goes to a file, the way a service writes it under a supervisor. */
export class ServerProcess {
  readonly name: string;
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #logFile: string;
  /** From spawn to the first 200 of /health/ready. */
  bootMs = Number.NaN;

  private constructor(settings: ServerSettings) {
    this.name = settings.name;
    this.port = settings.port;
    this.#logFile = join(settings.logFolder, `${settings.name.replaceAll(/\W+/g, '-')}-${settings.port}.log`);
    const log = openSync(this.#logFile, 'w');
    const [command, commandArguments] = onCore(settings.core, settings.nodeArguments);
    this.#child = spawn(command, commandArguments, {
      stdio: ['ignore', log, log],
      env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: String(settings.port), ...settings.env },
    });
    closeSync(log);
  }

  static async start(settings: ServerSettings): Promise<ServerProcess> {
    const began = performance.now();
    const server = new ServerProcess(settings);
    while ((await statusOf(settings.port, '/health/ready')) !== 200) {
      if (server.#child.exitCode !== null || performance.now() - began > BOOT_LIMIT_MS) {
        server.#child.kill('SIGKILL');
        throw new Error(`${settings.name} did not become ready; its log ends:\n${server.#logEnd()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
    server.bootMs = performance.now() - began;
    return server;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS);
    await gone;
    clearTimeout(limit);
  }

  #logEnd(): string {
    return readFileSync(this.#logFile, 'utf8').slice(-2_000);
  }
}
