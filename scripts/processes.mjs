// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';

const numbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };
const running = new Set();
let act;

/**
 * Ends this process and what it runs when it is told to, from the first moment on: a terminal tells all processes of a command,
 * but `kill` and a supervisor tell one. Who has more to put in order takes over with `onSignal`.
 */
export function heedSignals() {
  if (act) return;
  act = (name) => process.exit(128 + numbers[name]);
  for (const name of Object.keys(numbers)) process.on(name, () => act(name));
  process.on('exit', () => running.forEach((child) => child.kill('SIGTERM')));
}

/** From now on the listener decides what a signal does. */
export function onSignal(listener) {
  heedSignals();
  act = listener;
}

/** A child that ends with this process, if it has not ended before. */
export function endsWithUs(child) {
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** A terminal's ctrl-C comes from several sides at once: what follows so soon is the same one. */
const ONE_MS = 1_000;
const LOOK_MS = 500;

const listeners = new Set();
let lastAt;
let timer;

/** Whether this run was told to end. */
export const isInterrupted = () => lastAt !== undefined;

/**
 * Calls back when this run is to end: at ctrl-C or another signal, each time anew, or once the npm that began it is gone. Until
 * what it returns is called, the signal itself ends nothing.
 */
export function onInterruption(act) {
  if (listeners.size === 0) watch();
  listeners.add(act);
  return () => {
    listeners.delete(act);
    if (listeners.size === 0) unwatch();
  };
}

function interrupt() {
  const isSame = lastAt !== undefined && Date.now() - lastAt < ONE_MS;
  lastAt ??= Date.now();
  if (isSame) return;
  lastAt = Date.now();
  for (const act of listeners) act();
}

function watch() {
  for (const name of SIGNALS) process.on(name, interrupt);
  const owners = ownersOf();
  timer = setInterval(() => {
    if (owners.every(stillRuns)) return;
    clearInterval(timer);
    interrupt();
  }, LOOK_MS);
  timer.unref();
}

function unwatch() {
  for (const name of SIGNALS) process.off(name, interrupt);
  clearInterval(timer);
}

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
