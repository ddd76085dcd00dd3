import { ownersOf, stillRuns } from './processes.mjs';

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
