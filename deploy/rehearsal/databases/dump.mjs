import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@latchkey/postgres';

/** Dumps a database as its owner; answers why not, if that cannot be done here. */
export function dumpTo(file, ownerUrl) {
  const { error, status, stderr } = run('pg_dump', ['--format=custom', `--file=${file}`, ownerUrl]);
  if (error) return 'there is none on this machine';
  return status === 0 ? undefined : stderr.trim().split('\n').at(-1);
}

/** Restores a dump on a new server that has the roles and an empty database, at the same port and with the same passwords. */
export async function restoreFrom(file, { folder, port }) {
  const dataDir = join(folder, 'restored');
  mkdirSync(dataDir, { mode: 0o700 });
  cpSync(join(folder, 'bank', 'passwords.json'), join(dataDir, 'passwords.json'));
  const server = await startEmbeddedPostgres({ dataDir, port, databases: ['bank'] });
  // With privileges: what a migration took from the owner, such as changing events, must not come back.
  const options = ['--exit-on-error', '--no-owner', '--single-transaction'];
  const { error, status, stderr } = run('pg_restore', [...options, `--dbname=${server.ownerUrl('bank')}`, file]);
  if (error || status !== 0) throw new Error(`pg_restore failed: ${error?.message ?? stderr}`);
  return server;
}

const run = (program, args) => spawnSync(program, args, { encoding: 'utf8', env: { PATH: process.env.PATH } });
