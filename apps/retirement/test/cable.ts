import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '@latchkey/testing';

/** A way to a database that can be cut like a cable, and mended. */
export interface Cable {
  readonly url: string;
  cut(): void;
  mend(): Promise<void>;
}

export async function cableTo(target: URL): Promise<Cable> {
  const sockets = new Set<Socket>();
  const port = await freePort();
  let server: Server;
  const lay = async (): Promise<void> => {
    server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy()).on('close', () => other.destroy());
      }
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  };
  await lay();
  const url = new URL(target);
  url.host = `127.0.0.1:${port}`;
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return { url: url.href, cut, mend: lay };
}
