// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { join } from 'path';
import { readRecord, rewrite, tryLock, unlock } from './file-lock.mjs';
import { ownersOf, signal, stillRuns, stopAll, waitForEnd } from './processes.mjs';
import { Refusal, say } from './log.mjs';

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

/** Makes this process the one that runs the house, after clearing away what a killed run left behind. */
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
        say(`  ${error.message} If this run is killed, the next one will not find pid ${child.pid}.`);
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
    throw new Refusal(
      `It already runs (pid ${holder.pid}). Stop it (ctrl-C there), or give this run its own LATCHKEY_DATA_DIR, BANK_PORT, ` +
        'RETIREMENT_PORT and LATCHKEY_DB_PORT.',
    );
  }
  say(`  an abandoned run (pid ${holder.pid}) is being stopped`);
  signal(holder, 'SIGTERM');
  for (const one of await waitForEnd([holder], 15000)) signal(one, 'SIGKILL');
}

async function stopOrphans(holder) {
  const orphans = (holder.children || []).filter(stillRuns);
  if (orphans.length === 0) return;
  say(`  the last run was killed: stopping what it left (pid ${orphans.map(({ pid }) => pid).join(', ')})`);
  await stopAll(orphans, 8000);
}
