import { createServer, type Server } from 'node:net';

/** A server that takes a port and answers nothing; rejects where the port is taken. */
export const listen = (at: number) =>
  new Promise<Server>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(at, '127.0.0.1', () => resolve(server));
  });

/** A free port below those that the system lends, to whoever asks for any: a server that lets go of it finds it free again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const free = 16_000 + Math.floor(Math.random() * 16_000);
    const server = await listen(free).catch(() => undefined);
    if (server === undefined) continue;
    await new Promise((resolve) => server.close(resolve));
    return free;
  }
}
