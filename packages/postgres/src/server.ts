import { readFile, stat, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { findPostmaster } from './postmaster.js';

/** A cluster and what starts and stops its server. */
export interface Server {
  binaries: Binaries;
  account: Account;
  cluster: string;
}

const host = '127.0.0.1';

/** Commits still reach the kernel, so only a crash of the machine loses them. */
export const careless = { fsync: 'off', full_page_writes: 'off' };

/** Starts the server on loopback, without unix sockets (their paths have a length limit that deep folders exceed). */
export async function startServer(server: Server, port: number, settings: Record<string, string>): Promise<void> {
  if (!(await isFree(port))) throw portTaken(port);
  const log = join(server.cluster, 'server.log');
  const all = {
    listen_addresses: host,
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    ...settings,
  };
  const options = Object.entries(all).map(([name, value]) => `-c ${name}=${value}`);
  const args = ['start', '-D', server.cluster, '-w', '-t', '60', '-s', '-l', log, '-o', options.join(' ')];
  for (let attempt = 1; ; attempt++) {
    const before = await sizeOfLog(log);
    const failure = await server.account.run(server.binaries.pg_ctl, args).then(
      () => undefined,
      (error: Error & { stderr?: string }) => error,
    );
    if (!failure) return;
    const said =
      (await readFile(log).catch(() => Buffer.alloc(0))).subarray(before).toString() || (failure.stderr ?? '');
    // The last processes of a killed server still hold its memory for a moment.
    if (attempt < 20 && /shared memory block .* in use|lock file .* already exists/.test(said)) {
      await wait(250);
      continue;
    }
    throw explainStart(said, port, log, failure);
  }
}

/** Stops the server that runs on the cluster: open transactions are rolled back, data is safe. */
export async function stopServer({ binaries, account, cluster }: Server): Promise<void> {
  if (!(await findPostmaster(cluster))) return;
  const stop = (mode: string) =>
    account.run(binaries.pg_ctl, ['stop', '-D', cluster, '-m', mode, '-w', '-t', '20', '-s']);
  await stop('fast').catch(async (error: unknown) => {
    if (!(await findPostmaster(cluster))) return;
    await stop('immediate').catch(() => Promise.reject(error));
  });
}

function explainStart(said: string, port: number, log: string, cause: Error): EmbeddedPostgresError {
  if (/Address already in use/.test(said)) return portTaken(port);
  const lines = said.split('\n').filter((line) => /FATAL|PANIC|ERROR|HINT/.test(line));
  const reason = lines.join(' ') || said.trim().split('\n').slice(-2).join(' ') || cause.message;
  return new EmbeddedPostgresError('start_failed', `The embedded database did not start: ${reason} (log: ${log})`, {
    cause,
  });
}

function portTaken(port: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError('port_taken', `Port ${port} of ${host} is taken by another program.`);
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

async function sizeOfLog(log: string): Promise<number> {
  const { size } = await stat(log).catch(() => ({ size: 0 }));
  if (size < 1_000_000) return size;
  await truncate(log);
  return 0;
}
