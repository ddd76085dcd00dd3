// Imports nothing: this runs before anything else of a program is read.
const NUMBERS = { SIGINT: 2, SIGTERM: 15 } as const;

export type EndSignal = keyof typeof NUMBERS;

let act: (signal: EndSignal) => void = () => undefined;

/**
 * Heeds SIGTERM and SIGINT from now on: a process that is number 1 of a container has no usual way to end, and a signal that
 * comes before its handler is lost. The first lines of every program; what takes long is imported after it.
 * @param exitCode of a program that is ended before it has begun; by default the one that shells show, 143 for SIGTERM
 */
export function heedSignals(exitCode?: number): void {
  act = (signal) => process.exit(exitCode ?? 128 + NUMBERS[signal]);
  for (const signal of Object.keys(NUMBERS) as EndSignal[]) process.on(signal, () => act(signal));
}

/** Lets the program itself end in its own way from now on. */
export function onSignal(listener: (signal: EndSignal) => void): void {
  if (process.listenerCount('SIGTERM') === 0) heedSignals();
  act = listener;
}
