import { appendFile, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseAccount } from './account.js';
import { copyCluster } from './base-backup.js';
import { findBinaries } from './binaries.js';
import { superuser } from './cluster.js';
import { openServer, type EmbeddedPostgres } from './open-server.js';
import { handOver } from './ownership.js';
import { passwordsFor } from './passwords.js';
import { careless, startServer, type Server } from './server.js';

/** A running server, and its folder. */
export interface Origin {
  readonly dataDir: string;
  /** Connection URL of its superuser. */
  readonly adminUrl: string;
}

/** A second server, which follows a first one by streaming and takes no writes until it is promoted. */
export interface Standby extends EmbeddedPostgres {
  /** Ends the recovery: from now on it takes writes. Nobody may write to the first server any more. */
  readonly promote: () => Promise<void>;
}

/** Copies the data of a running server, with its passwords, into a new folder. */
export async function takeBackup({ dataDir, adminUrl }: Origin, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await copyCluster(adminUrl, join(dataDir, 'cluster'), join(folder, 'cluster'));
  await copyFile(join(dataDir, 'passwords.json'), join(folder, 'passwords.json'));
}

/** Starts a server on a backup: it recovers to the moment at which that was complete, and takes writes. */
export async function startBackup(folder: string, port: number): Promise<EmbeddedPostgres> {
  return openServer(await startOn(folder, port), port, await passwordsFor([], folder));
}

/** Starts a server that follows another one by streaming replication, on a copy of its data in a new folder. */
export async function startStandby(primary: Origin, folder: string, port: number): Promise<Standby> {
  await takeBackup(primary, folder);
  const cluster = join(folder, 'cluster');
  const { hostname, port: at, password } = new URL(primary.adminUrl);
  const conninfo = `host=${hostname} port=${at} user=${superuser} password=${password} application_name=standby`;
  await appendFile(join(cluster, 'postgresql.auto.conf'), `\nprimary_conninfo = '${conninfo}'\n`);
  await writeFile(join(cluster, 'standby.signal'), '', { mode: 0o600 });
  const server = await startOn(folder, port);
  const { account, binaries } = server;
  return {
    ...openServer(server, port, await passwordsFor([], folder)),
    promote: async () => void (await account.run(binaries.pg_ctl, ['promote', '-D', cluster, '-w', '-t', '20', '-s'])),
  };
}

// For tests and rehearsals: what a crash of the machine would lose does not matter.
async function startOn(folder: string, port: number): Promise<Server> {
  const binaries = await findBinaries();
  const account = await chooseAccount(binaries.postgres, folder);
  const server = { binaries, account, cluster: join(folder, 'cluster') };
  await handOver(account, folder, server.cluster);
  await startServer(server, port, careless);
  return server;
}
