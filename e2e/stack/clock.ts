import { projectRoot } from './paths.js';
import type { Environment } from './process.js';

/** What a process needs to live so many seconds ahead of us; negative: behind. */
export function clockAhead(seconds: number): Environment {
  return {
    NODE_OPTIONS: `--import=${new URL(`file://${projectRoot}e2e/stack/shifted-clock.mjs`).href}`,
    E2E_CLOCK_SHIFT: String(seconds),
  };
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks again and again until the answer is true; false when the time is over. */
export async function until(
  isTrue: () => Promise<boolean> | boolean,
  within: number,
  every = 10,
): Promise<number | undefined> {
  const began = performance.now();
  for (;;) {
    if (await isTrue()) return performance.now() - began;
    if (performance.now() - began > within) return undefined;
    await sleep(every);
  }
}
