// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';

/**
 * What tells a process from a later one that was given the same pid: when it started. Undefined if it does not run (or is a
 * zombie), or if this system does not tell, so that only processes that are provably ours are ever stopped.
 */
function identityOf(pid) {
  try {
    if (process.platform === 'linux') {
      const fields = statOf(pid);
      if (fields[0] === 'Z') return undefined;
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
    }
    if (process.platform === 'win32') return undefined;
    return execFileSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

export function describe(pid) {
  return { pid, identity: identityOf(pid) };
}

export function stillRuns(process) {
  return process.identity !== undefined && identityOf(process.pid) === process.identity;
}

/** Signals a process that we once described; never another one that got its pid. */
export function signal(target, name) {
  if (!stillRuns(target)) return;
  try {
    process.kill(target.pid, name);
  } catch {
    // It ended in between.
  }
}

/** Waits until the processes have ended; answers those that have not. */
export async function waitForEnd(processes, milliseconds) {
  const deadline = Date.now() + milliseconds;
  let left = processes.filter(stillRuns);
  while (left.length > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    left = left.filter(stillRuns);
  }
  return left;
}

/** Asks, then insists. */
export async function stopAll(processes, patience) {
  for (const one of processes) signal(one, 'SIGTERM');
  const stubborn = await waitForEnd(processes, patience);
  for (const one of stubborn) signal(one, 'SIGKILL');
  await waitForEnd(stubborn, 5000);
}

/** The npm that started us and what stands between, nearest first; nothing if no npm did. */
export function ownersOf() {
  const owners = [];
  let pid = process.ppid;
  while (pid > 1 && owners.length < 6) {
    owners.push(describe(pid));
    if (/npm/.test(commandOf(pid))) return owners;
    pid = parentOf(pid);
  }
  return [];
}

function commandOf(pid) {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

function parentOf(pid) {
  try {
    if (process.platform === 'linux') return Number(statOf(pid)[1]);
    return Number(execFileSync('ps', ['-p', String(pid), '-o', 'ppid='], { encoding: 'utf8' }));
  } catch {
    return 0;
  }
}

// The second field, the name in brackets, may contain anything: read what follows it.
function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}
