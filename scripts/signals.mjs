// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { ownersOf, stillRuns } from './processes.mjs';

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
