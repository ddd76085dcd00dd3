import { chmod, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDatabaseUrl, withClient } from '@latchkey/service/roles';

// Their files are the running server's own; the folders are needed.
const EMPTY = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'server.log']);

/**
 * Copies the cluster of a running server, as pg_basebackup does where there is one: what is written meanwhile is in the
 * write-ahead log that is copied last, and recovered from there when a server starts on the copy.
 *
 * @param adminUrl - a superuser of the server
 * @param to - folder for the copy; made, and only its owner may read it
 */
export async function copyCluster(adminUrl: string, from: string, to: string): Promise<void> {
  await withClient(parseDatabaseUrl(adminUrl), async (client) => {
    await client.query("SELECT pg_backup_start('latchkey', true)");
    await copyFolder(from, to, (name) => !LEFT_OUT.has(name));
    for (const name of EMPTY) await makeFolder(join(to, name));
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop()');
    await copyFolder(join(from, 'pg_wal'), join(to, 'pg_wal'), () => true);
    await writeFile(join(to, 'backup_label'), rows[0]!.labelfile, { mode: 0o600 });
  });
}

async function copyFolder(from: string, to: string, isWanted: (name: string) => boolean): Promise<void> {
  await makeFolder(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!isWanted(entry.name)) continue;
    if (!entry.isDirectory()) await copyFile(source, target).catch(unlessGone);
    else if (!EMPTY.has(entry.name)) await copyFolder(source, target, () => true);
  }
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, 0o700);
}

// A table may be dropped while we copy; that is in the log.
function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
