import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of this process, which is gone at its end at the latest, however a test ended. */
export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => void;
}

// A process that was killed a moment ago may still write its last file.
const PATIENCE = { maxRetries: 20, retryDelay: 50 };
const folders = new Set<string>();
process.once('exit', () => folders.forEach(remove));

function remove(path: string): void {
  folders.delete(path);
  rmSync(path, { recursive: true, force: true, ...PATIENCE });
}

export function temporaryFolder(prefix: string): TemporaryFolder {
  // A worker that is killed removes nothing; the scenario's own folder is removed by who began it.
  const parent = process.env['LATCHKEY_QA_WORK'] ?? tmpdir();
  mkdirSync(parent, { recursive: true });
  const path = mkdtempSync(join(parent, prefix));
  folders.add(path);
  return { path, remove: () => remove(path) };
}
