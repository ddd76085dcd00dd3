import { createServer } from 'node:net';

const taken = new Set<number>();

// What is chosen is bound a moment later. Workers side by side, and runs side by side, choose from shares of their own.
const SHARES = 16;
const SHARE = 10_000 / SHARES;
const share = ((process.ppid % 4) * 4 + Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)) % SHARES;

/** A free port below the ephemeral range, so that no outgoing connection of this machine can sit on it. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = 20_000 + Math.floor((share + Math.random()) * SHARE);
    if (taken.has(port)) continue;
    // Before anything is waited for: the next caller gets another one.
    taken.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port between 20000 and 29999');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
