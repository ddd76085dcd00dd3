import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError, explainWrite } from './embedded-postgres.errors.js';

/** The superuser of every embedded cluster. */
export const superuser = 'latchkey';

interface Making {
  binaries: Binaries;
  account: Account;
  dataDir: string;
  password: string;
  durable: boolean;
}

/** The folder of the cluster; made on first use, under a name of its own until complete, so a killed initdb leaves nothing. */
export async function makeCluster({ binaries, account, dataDir, password, durable }: Making): Promise<string> {
  const cluster = join(dataDir, 'cluster');
  if (await usable(cluster, await majorVersion(binaries, account))) return cluster;
  const draft = join(dataDir, 'cluster.new');
  const passwordFile = join(draft, 'superuser');
  try {
    await removeDrafts(dataDir);
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    for (const path of [draft, passwordFile]) await account.own(path);
  } catch (error) {
    throw explainWrite(error, dataDir);
  }
  const args = ['-D', join(draft, 'data'), '-U', superuser, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await account
    .run(binaries.initdb, [
      ...args,
      '--no-locale',
      '-E',
      'UTF8',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ])
    .catch((error: { stderr?: string }) => {
      const said = (error.stderr ?? '').trim().split('\n').slice(-3).join(' ');
      throw new EmbeddedPostgresError('start_failed', `Cannot make a database in ${dataDir}: ${said}`, {
        cause: error,
      });
    });
  await rename(join(draft, 'data'), cluster).catch((cause: unknown) => {
    throw new EmbeddedPostgresError('data_unusable', `${cluster} is not a complete database. Start again (--reset).`, {
      cause,
    });
  });
  await rm(draft, { recursive: true });
  return cluster;
}

async function removeDrafts(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (name.startsWith('cluster.new')) await rm(join(dataDir, name), { recursive: true, force: true });
  }
}

async function usable(cluster: string, major: string): Promise<boolean> {
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new EmbeddedPostgresError('data_unusable', `Cannot read ${cluster} (${error.code}).`, { cause: error });
  });
  if (version === undefined) return false;
  if (version.trim() === major) return true;
  throw new EmbeddedPostgresError(
    'data_unusable',
    `${cluster} belongs to PostgreSQL ${version.trim()}, this is PostgreSQL ${major}. Start again (--reset) or dump it with the old one.`,
  );
}

async function majorVersion(binaries: Binaries, account: Account): Promise<string> {
  const { stdout } = await account.run(binaries.postgres, ['--version']);
  return /\b(\d+)\./.exec(stdout)?.[1] ?? '';
}
