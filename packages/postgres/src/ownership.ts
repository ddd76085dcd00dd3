import { chmod, lchown, lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Account } from './account.js';
import { findPostmaster, isAlive } from './postmaster.js';

const STOPS_WITHIN_MS = 20_000;

/**
 * Gives a cluster to the account that is to run it; an earlier release, or another way into this machine, ran it as another.
 * The folder around it stays ours: PostgreSQL passes through it, and does not read the passwords next to its cluster.
 */
export async function handOver(account: Account, dataDir: string, cluster: string): Promise<void> {
  if (account.uid === undefined) return;
  const { uid, mode } = await stat(dataDir);
  if (uid !== account.uid) await chmod(dataDir, (mode & 0o777) | 0o011);
  const owner = await lstat(cluster).then(
    (found) => found.uid,
    () => account.uid,
  );
  if (owner === account.uid) return;
  await stopAnyhow(cluster);
  await give(account, cluster);
}

// Its programs may not signal a server of another account; root may.
async function stopAnyhow(cluster: string): Promise<void> {
  const left = await findPostmaster(cluster);
  if (left === undefined) return;
  process.kill(left.pid, 'SIGINT');
  for (const end = Date.now() + STOPS_WITHIN_MS; isAlive(left.pid) && Date.now() < end; await wait(50));
}

async function give(account: Account, path: string): Promise<void> {
  await lchown(path, account.uid!, account.uid!);
  const entries = (await lstat(path)).isDirectory() ? await readdir(path) : [];
  for (const name of entries) await give(account, join(path, name));
}
