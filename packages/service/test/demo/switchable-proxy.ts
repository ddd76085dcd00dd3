import { createServer, connect } from 'node:net';
import type { Server, Socket } from 'node:net';
import { freePort } from './free.port.js';

/** Stands between a service and the database; shut, it is a database that has died. */
export class SwitchableProxy {
  #server: Server | undefined;
  #port = 0;
  readonly #sockets = new Set<Socket>();

  constructor(private readonly target: number) {}

  async open(): Promise<number> {
    this.#port ||= await freePort();
    const server = createServer((inner) => {
      const outer = connect(this.target, '127.0.0.1');
      for (const socket of [inner, outer]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
      }
      inner.pipe(outer).pipe(inner);
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#server = server;
    return this.#port;
  }

  async shut(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
