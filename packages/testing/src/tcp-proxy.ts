import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './free-port.js';

/** How PostgreSQL ends a login, and each answer after it: ReadyForQuery. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5]);

interface Pair {
  readonly near: Socket;
  /** Missing for a connection that came while all were held. */
  readonly far: Socket | undefined;
  isLoggedIn: boolean;
}

/** Stands between a service and its database. Cut, it is a database that is gone; held, one whose process is stopped. */
export class TcpProxy {
  #server: Server | undefined;
  #port = 0;
  #isHeld = false;
  readonly #pairs = new Set<Pair>();

  constructor(private readonly target: URL) {}

  /** The target's URL with the proxy's port. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${this.#port}`;
    return url.href;
  }

  /** Listens; after a cut again on the same port. */
  async open(): Promise<this> {
    this.#port ||= await freePort();
    this.#server = createServer((near) => this.#join(near));
    await new Promise<void>((resolve) => this.#server!.listen(this.#port, '127.0.0.1', resolve));
    return this;
  }

  /** Ends all connections, and takes no more. */
  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    this.drop();
    await closed;
  }

  /** Ends all connections, and takes new ones. */
  drop(): void {
    for (const { near, far } of this.#pairs) for (const socket of [near, far]) socket?.destroy();
    this.#pairs.clear();
  }

  /** Takes connections and bytes, and gives nothing back. */
  hold(): void {
    this.#isHeld = true;
    for (const { near, far, isLoggedIn } of this.#pairs) {
      if (!far) continue;
      near.unpipe(far).pause();
      far.unpipe(near).pause();
      // Half a login at the real server makes every CREATE DATABASE of other tests wait for its end.
      if (!isLoggedIn) far.destroy();
    }
  }

  /** Gives everything on that was held back. What had not logged in by then is ended. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    for (const pair of this.#pairs) {
      if (pair.far?.destroyed === false) pass(pair.near, pair.far);
      else pair.near.destroy();
    }
  }

  #join(near: Socket): void {
    const far = this.#isHeld ? undefined : connect(Number(this.target.port), this.target.hostname);
    const pair: Pair = { near, far, isLoggedIn: false };
    this.#pairs.add(pair);
    near.on('error', () => near.destroy());
    near.on('close', () => {
      far?.destroy();
      this.#pairs.delete(pair);
    });
    if (!far) return;
    far.on('error', () => far.destroy()).on('close', () => this.#isHeld || near.destroy());
    far.on('data', (bytes: Buffer) => (pair.isLoggedIn ||= bytes.includes(READY)));
    pass(near, far);
  }
}

function pass(near: Socket, far: Socket): void {
  near.pipe(far).pipe(near);
}
