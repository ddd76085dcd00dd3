import { createServer } from 'node:net';

const LOWEST = 16_000;
const COUNT = 16_000;

/**
 * A free port below those that the system gives to outgoing connections: a server that lets go of it finds it free again,
 * and nobody answers there meanwhile.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
