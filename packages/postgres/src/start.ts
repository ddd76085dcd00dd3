import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseAccount } from './account.js';
import { findBinaries } from './binaries.js';
import { makeCluster, superuser } from './cluster.js';
import { answers, createDatabases, ownerOf } from './databases.js';
import { explainWrite } from './embedded-postgres.errors.js';
import { handOver } from './ownership.js';
import { passwordsFor } from './passwords.js';
import { findPostmaster } from './postmaster.js';
import { openServer, type EmbeddedPostgres } from './open-server.js';
import { careless, startServer, stopServer } from './server.js';

/** What an embedded server is started with. */
export interface EmbeddedPostgresOptions {
  /** Folder for the cluster and the generated passwords; made if missing, kept between runs. */
  dataDir: string;
  /** TCP port on 127.0.0.1. Below 32768, else the system may lend it to an outgoing connection. */
  port: number;
  /** One database and one role of this name for each service, and a role that owns the database. */
  databases: string[];
  /** Server settings, as in postgresql.conf. */
  settings?: Record<string, string>;
  /** `false` trades the safety of data in a power cut for speed: tests only. Default true. */
  durable?: boolean;
  log?: (line: string) => void;
}

/**
 * Starts PostgreSQL from the npm packages, or takes over the server that a killed run left on the same folder.
 *
 * @throws {@link EmbeddedPostgresError} in words: taken port, folder not writable, no package for this platform, …
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { port, databases, durable = true, log = () => {} } = options;
  const binaries = await findBinaries();
  const dataDir = await makeFolder(options.dataDir);
  const account = await chooseAccount(binaries.postgres, dataDir);
  await handOver(account, dataDir, join(dataDir, 'cluster'));
  const passwords = await passwordsFor([superuser, ...databases, ...databases.map(ownerOf)], dataDir);
  const password = (role: string) => passwords[role] ?? '';
  const cluster = await makeCluster({ binaries, account, dataDir, password: password(superuser), durable });
  const server = { binaries, account, cluster };
  const running = openServer(server, port, passwords);
  const left = await findPostmaster(cluster);
  if (left && left.port === port && (await answers(running.adminUrl))) {
    log('took over the database of an earlier run');
  } else {
    await stopServer(server);
    await startServer(server, port, { ...(durable ? {} : careless), ...options.settings });
  }
  try {
    await createDatabases(running.adminUrl, databases, password);
  } catch (error) {
    // Nobody else knows that it runs.
    await stopServer(server);
    throw error;
  }
  return running;
}

/** Stops the server that an earlier, killed run may have left on this folder. Does nothing if there is none. */
export async function stopEmbeddedPostgres(dataDir: string): Promise<void> {
  const folder = await realpath(dataDir).catch(() => dataDir);
  const cluster = join(folder, 'cluster');
  if (!(await findPostmaster(cluster))) return;
  const binaries = await findBinaries();
  const account = await chooseAccount(binaries.postgres, folder);
  await handOver(account, folder, cluster);
  await stopServer({ binaries, account, cluster });
}

async function makeFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    // One spelling: a server left behind is recognised by the folder in its command line.
    return await realpath(path);
  } catch (error) {
    throw explainWrite(error, path);
  }
}
