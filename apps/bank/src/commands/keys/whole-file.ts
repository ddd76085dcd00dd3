import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file whole: whoever reads it, and whatever is killed, sees the old text or the new one. A new file is its owner's
 * alone; one that is replaced keeps its mode, and its owner where that is permitted.
 */
export function writeWhole(path: string, text: string): void {
  const folder = dirname(path);
  const draft = join(folder, `.${basename(path)}.new`);
  // A killed command may have left one.
  rmSync(draft, { force: true });
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true });
  const before = statSync(path, { throwIfNoEntry: false });
  if (before !== undefined) {
    chmodSync(draft, before.mode & 0o777);
    keepOwner(draft, before);
  }
  renameSync(draft, path);
  flushFolder(folder);
}

// Root may give a file away, unless a container took that from it.
function keepOwner(path: string, { uid, gid }: Stats): void {
  if (process.getuid?.() !== 0) return;
  try {
    chownSync(path, uid, gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}

// The rename itself survives a power cut only once the folder is written.
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
