import { setTimeout as wait } from 'node:timers/promises';

/** By the clock of this machine. */
export const now = (): string => new Date().toISOString();

/** Resolves once this machine's clock shows this time, in milliseconds. A timer alone may end a millisecond before, or the clock be set back. */
export async function untilTime(time: number, clock: () => number = Date.now): Promise<void> {
  for (let left = time - clock(); left > 0; left = time - clock()) await wait(left);
}
