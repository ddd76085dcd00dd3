// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
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
