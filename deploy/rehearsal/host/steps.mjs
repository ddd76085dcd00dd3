import { log } from '../../../scripts/log.mjs';

let failed = 0;
let held = 0;

/** Does a step, and tells how long it took; what it throws ends the rehearsal. */
export async function step(title, work) {
  const began = performance.now();
  try {
    const said = await work();
    const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
    log(`${seconds} s  ${title}${typeof said === 'string' ? `: ${said}` : ''}`);
  } catch (error) {
    failed += 1;
    log(`        ✗ ${title}`);
    throw error;
  }
}

/** Holds what was found against what was promised; the rehearsal goes on either way. */
export function check(promise, isKept, found) {
  if (isKept) held += 1;
  else failed += 1;
  log(`          ${isKept ? '✓' : '✗'} ${promise}${isKept && found === undefined ? '' : `: ${found}`}`);
}

export const tally = () => ({ held, failed });
