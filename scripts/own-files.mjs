import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainWrite } from './lock.mjs';

/** A secret of this house by name: made on the first run, then kept. */
export function ownSecret(dataDir, name) {
  const path = join(dataDir, name);
  if (!existsSync(path)) writeWhole(path, randomBytes(32).toString('base64url'));
  return readFileSync(path, 'utf8');
}

export const registryFile = (dataDir) => join(dataDir, 'registry.json');

/** The bank's list of services, with the addresses of this run. */
export function writeRegistry(dataDir, services) {
  const list = services.map(({ id, name, url }) => ({ id, name, url }));
  writeWhole(registryFile(dataDir), JSON.stringify(list, null, 2));
}

// Never half a file, and never readable by others.
function writeWhole(path, text) {
  try {
    writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw explainWrite(error, path);
  }
}
