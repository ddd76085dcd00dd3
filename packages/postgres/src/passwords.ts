import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, explainWrite } from './embedded-postgres.errors.js';

/** Password by role. Kept beside the cluster, readable by its owner only. */
export type Passwords = Record<string, string>;

/** Reads the passwords and adds one for each role that has none yet; they are on disk before any role uses them. */
export async function passwordsFor(roles: string[], dataDir: string): Promise<Passwords> {
  const path = join(dataDir, 'passwords.json');
  const known = await read(path);
  const missing = roles.filter((role) => !known[role]);
  if (missing.length === 0) return known;
  const all = { ...known, ...Object.fromEntries(missing.map((role) => [role, randomBytes(24).toString('base64url')])) };
  try {
    await writeFile(`${path}.new`, JSON.stringify(all, null, 2), { mode: 0o600, flush: true });
    await rename(`${path}.new`, path);
  } catch (error) {
    throw explainWrite(error, path);
  }
  return all;
}

async function read(path: string): Promise<Passwords> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw new EmbeddedPostgresError('data_unusable', `Cannot read ${path} (${error.code}).`, { cause: error });
  });
  try {
    return JSON.parse(text) as Passwords;
  } catch (cause) {
    throw new EmbeddedPostgresError('data_unusable', `${path} is not JSON.`, { cause });
  }
}
