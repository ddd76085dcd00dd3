import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until the condition holds, looking every 5 ms.
 *
 * @throws if it does not within so many milliseconds: a minute, since machines are slow at times
 */
export async function waitUntil(holds: () => Promise<boolean> | boolean, withinMs = 60_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${String(holds)}`);
    await sleep(5);
  }
}
