import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onInterruption } from '../../../scripts/processes.mjs';

/**
 * Runs the work in a folder that is gone afterwards, as is what it has started, the last first; also after ctrl-C.
 * `work(folder, later)`: `later` takes what ends something.
 */
export async function withCleanUp(work) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-rehearsal-'));
  const ends = [];
  const end = async () => {
    while (ends.length > 0) await Promise.resolve(ends.pop()()).catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  };
  const forget = onInterruption(() => void end().then(() => process.exit(130)));
  try {
    return await work(folder, (one) => ends.push(one));
  } finally {
    await end();
    forget();
  }
}
