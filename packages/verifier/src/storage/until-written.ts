import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from './store-error.js';

const MOST_TRIES = 100;
const LONGEST_PAUSE_MS = 100;

/** Reads and writes again for as long as another replica was quicker. */
export async function untilWritten(write: () => Promise<boolean>): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    if (await write()) return;
    // By chance: replicas that met once would meet again.
    await sleep(Math.random() * Math.min(tries * 5, LONGEST_PAUSE_MS));
  }
  throw new StoreError(`other replicas changed the same records ${MOST_TRIES} times in between`);
}
