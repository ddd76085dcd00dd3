// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { ExplainedError, log } from './log.mjs';
import { portVariables } from './settings.mjs';
import { describe, ownersOf, signal, stillRuns, stopAll, waitForEnd } from './processes.mjs';

/**
 * Takes a lock file, complete from its first moment; answers undefined, or the living holder's record. A dead holder's record
 * goes to `recover` before its lock is broken.
 */
export async function tryLock(path, record, recover) {
  makeFolder(dirname(path));
  for (;;) {
    const draft = `${path}.${process.pid}`;
    writeText(draft, JSON.stringify({ ...describe(process.pid), ...record }));
    try {
      linkSync(draft, path);
      return undefined;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(draft);
    }
    const holder = readRecord(path);
    if (holder && stillRuns(holder)) return holder;
    if (holder && recover) await recover(holder);
    breakLock(path, holder);
  }
}

export function unlock(path) {
  const holder = readRecord(path);
  if (holder && holder.pid === process.pid) removeIfPresent(path);
}

export function readRecord(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Replaces the record of a lock that we hold. */
export function rewrite(path, record) {
  writeText(`${path}.${process.pid}`, JSON.stringify({ ...describe(process.pid), ...record }));
  renameSync(`${path}.${process.pid}`, path);
}

/** Does the work while no other run of this clone does work under the same lock; waits for the other one. */
export async function whileLocked(path, work) {
  let told = false;
  for (let holder = await tryLock(path, {}); holder; holder = await tryLock(path, {})) {
    if (!told) console.log(`  waiting for another run that installs or builds (pid ${holder.pid})`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  try {
    return await work();
  } finally {
    unlock(path);
  }
}

export function makeFolder(path) {
  if (existsSync(path)) return;
  // One by one: Node's recursive mkdir never returns below /proc.
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code !== 'EEXIST') throw explainWrite(error, path);
  }
}

export function writeText(path, text, mode = 0o600) {
  try {
    writeFileSync(path, text, { mode });
  } catch (error) {
    throw explainWrite(error, path);
  }
}

/** The file system's error in words. */
export function explainWrite(error, path) {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    return new ExplainedError(`Cannot write ${path}: the disk is full.`);
  return new ExplainedError(`Cannot write ${path} (${error.code}). Make the folder writable for this user.`);
}

// Another starter may have broken the same lock first and hold its own by now: then that one is put back.
function breakLock(path, dead) {
  const grave = `${path}.${process.pid}.dead`;
  try {
    renameSync(path, grave);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw explainWrite(error, path);
  }
  const buried = readRecord(grave);
  if (buried && stillRuns(buried) && !(dead && dead.pid === buried.pid)) {
    try {
      linkSync(grave, path);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  removeIfPresent(grave);
}

function removeIfPresent(path) {
  try {
    unlinkSync(path);
  } catch (error) {
    if (error.code !== 'ENOENT') throw explainWrite(error, path);
  }
}

const fileOf = (dataDir) => join(dataDir, 'run.json');

/** A second run on the same data is refused before it installs anything. */
export async function refuseSecondRun(dataDir) {
  const holder = readRecord(fileOf(dataDir));
  if (holder && stillRuns(holder)) await endAbandoned(holder);
}

/** The run that holds the data now; undefined if none does. */
export function readRun(dataDir) {
  const holder = readRecord(fileOf(dataDir));
  return holder && stillRuns(holder) ? holder : undefined;
}

/** Makes this process the one that runs the stack, after clearing away what a killed run left behind. */
export async function takeRun(dataDir, places) {
  const path = fileOf(dataDir);
  const record = { owners: ownersOf(), children: [], ...places };
  for (
    let holder = await tryLock(path, record, stopOrphans);
    holder;
    holder = await tryLock(path, record, stopOrphans)
  ) {
    await endAbandoned(holder);
  }
  return {
    /** Remembers a child from the moment it runs, so that the next run finds it if this one is killed. */
    add(child) {
      record.children.push(child);
      try {
        rewrite(path, record);
      } catch (error) {
        // What the next run would know of us is worth less than this run.
        log(`  ${error.message} If this run is killed, the next one will not find pid ${child.pid}.`);
      }
    },
    /** Calls back once when the npm that started us is gone, as after kill -9. */
    onAbandoned(act) {
      const timer = setInterval(() => {
        if (record.owners.every(stillRuns)) return;
        clearInterval(timer);
        act();
      }, 250);
      timer.unref();
    },
    release: () => unlock(path),
  };
}

// Its npm was killed: it is about to notice, or hangs. A run whose npm lives is somebody's, and stays.
async function endAbandoned(holder) {
  if (holder.owners.every(stillRuns)) {
    throw new ExplainedError(
      `It already runs (pid ${holder.pid}). Stop it (ctrl-C there), or give this run its own LATCHKEY_DATA_DIR, ${portVariables()}.`,
    );
  }
  log(`  an abandoned run (pid ${holder.pid}) is being stopped`);
  signal(holder, 'SIGTERM');
  for (const one of await waitForEnd([holder], 15000)) signal(one, 'SIGKILL');
}

async function stopOrphans(holder) {
  const orphans = (holder.children || []).filter(stillRuns);
  if (orphans.length === 0) return;
  log(`  the last run was killed: stopping what it left (pid ${orphans.map(({ pid }) => pid).join(', ')})`);
  await stopAll(orphans, 8000);
}
