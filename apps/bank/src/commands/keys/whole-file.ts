import { closeSync, fsyncSync, openSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/**
 * Replaces a file whole: anyone who reads it, and whatever is killed, sees the old text or the new one. A new file is its owner's
 * alone; one that is replaced keeps its mode, and its owner where that is permitted.
 */
export function writeWhole(path: string, text: string): void {
  removeDrafts(path);
  const mode = (statSync(path, { throwIfNoEntry: false })?.mode ?? 0o600) & 0o777;
  // The library's own write may stop short on a full disk, and half a text would take the place of the file.
  const options = { mode, tmpfileCreated: (draft: string) => writeFileSync(draft, text) };
  try {
    writeFileAtomic.sync(path, '', options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== 'chown') throw error;
    // A container may have taken from root what lets it give files away.
    writeFileAtomic.sync(path, '', { ...options, chown: { uid: process.getuid!(), gid: process.getgid!() } });
  }
  flushFolder(dirname(path));
}

// A killed command may have left some, with keys in them.
function removeDrafts(path: string): void {
  const isDraft = (name: string) => name.startsWith(`${basename(path)}.`) && /\.\d+$/.test(name);
  for (const name of readdirSync(dirname(path)).filter(isDraft)) rmSync(join(dirname(path), name), { force: true });
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
