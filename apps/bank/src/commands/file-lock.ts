import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { StepRefused } from './command.errors.js';

/** A change takes milliseconds: a command that holds the lock longer was killed, on whatever machine. */
const STALE_MS = 5_000;
const PATIENCE_MS = 15_000;

/** Does the work, which must be synchronous, while no other command changes the same files. */
export async function whileLocked<T>(path: string, work: () => T): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!isTaken(path)) {
    if (isStale(path)) breakLock(path);
    if (Date.now() > deadline) throw new StepRefused([`another keys command holds ${path}`]);
    await wait(20 + Math.random() * 30);
  }
  try {
    return work();
  } finally {
    unlinkSync(path);
  }
}

// A link appears whole or not at all: nobody reads half a record.
function isTaken(path: string): boolean {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, host: hostname() }), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  } finally {
    unlinkSync(draft);
  }
}

function isStale(path: string): boolean {
  try {
    const { pid, host } = JSON.parse(readFileSync(path, 'utf8')) as { pid: number; host: string };
    if (host === hostname() && pid !== process.pid && isGone(pid)) return true;
    return Date.now() - statSync(path).mtimeMs > STALE_MS;
  } catch {
    return false;
  }
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

// Another command may have broken the same lock first and hold its own by now: that one is put back.
function breakLock(path: string): void {
  const grave = `${path}.${randomUUID()}`;
  try {
    renameSync(path, grave);
    if (!isStale(grave)) linkSync(grave, path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
  }
  try {
    unlinkSync(grave);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
