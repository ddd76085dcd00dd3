import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The server process of a cluster, as its lock file describes it. */
export interface Postmaster {
  pid: number;
  port: number;
}

/** The server that runs on this cluster, also one that an earlier, killed run left behind. */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const path = join(cluster, 'postmaster.pid');
  const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  if (await servesCluster(pid, cluster)) return { pid, port: Number(lines[3]) };
  // Another program was given the dead server's pid. PostgreSQL would refuse to start; the rest of the file keeps its other guard.
  await writeFile(path, [impossiblePid, ...lines.slice(1)].join('\n'));
  return undefined;
}

const impossiblePid = 2_147_483_646;

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function servesCluster(pid: number, cluster: string): Promise<boolean> {
  const command = await commandOf(pid);
  // Windows tells no command line here; its lock file cannot be inherited by another program's pid in practice.
  return command === undefined || (command.includes('postgres') && command.includes(cluster));
}

async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (process.platform === 'win32') return undefined;
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'command=']).catch(() => ({
    stdout: '',
  }));
  return stdout;
}
