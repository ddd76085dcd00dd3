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
    if (process.getuid?.() === 0) chownSync(draft, before.uid, before.gid);
  }
  renameSync(draft, path);
  flushFolder(folder);
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
