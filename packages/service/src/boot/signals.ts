// Imports nothing: this runs before anything else of a program is read.
const NUMBERS = { SIGINT: 2, SIGTERM: 15 } as const;

export type EndSignal = keyof typeof NUMBERS;

// What is loaded ahead of a program has a copy of this file; both are of one process, which ends once.
const OF_PROCESS = Symbol.for('latchkey:end-signals');
const ofProcess = globalThis as { [OF_PROCESS]?: { act: (signal: EndSignal) => void } };

/**
 * Heeds SIGTERM and SIGINT from now on: a process that is number 1 of a container has no usual way to end, and a signal that
 * comes before its handler is lost. The first lines of every program; what takes long is imported after it.
 * @param exitCode of a program that is ended before it has begun; by default the one that shells show, 143 for SIGTERM
 */
export function heedSignals(exitCode?: number): void {
  onSignal((signal) => process.exit(exitCode ?? 128 + NUMBERS[signal]));
}

/** Lets the program itself end in its own way from now on. */
export function onSignal(listener: (signal: EndSignal) => void): void {
  const heeded = ofProcess[OF_PROCESS];
  if (heeded !== undefined) heeded.act = listener;
  else heedFirst((ofProcess[OF_PROCESS] = { act: listener }));
}

function heedFirst(heeded: { readonly act: (signal: EndSignal) => void }): void {
  for (const signal of Object.keys(NUMBERS) as EndSignal[]) process.on(signal, () => heeded.act(signal));
}
