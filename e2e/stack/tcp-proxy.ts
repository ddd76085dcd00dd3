import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './free-port.ts';

/**
 * How a proxy treats what goes over it: `pass`; `cut` closes what is open and what is opened; `silent` takes connections and
 * says nothing, as a firewall that drops does; `lose` brings requests and closes instead of bringing the answer.
 */
export type TcpProxyState = 'pass' | 'cut' | 'silent' | 'lose';

/** A TCP proxy to one port whose connection can be disturbed. */
export interface TcpProxy {
  readonly port: number;
  readonly url: string;
  set(state: TcpProxyState): void;
  /** Milliseconds that each piece waits on its way back. */
  delay(milliseconds: number): void;
  /** Answers that were lost. */
  lost(): number;
  stop(): Promise<void>;
}

export async function openTcpProxy(target: () => number): Promise<TcpProxy> {
  const port = await freePort();
  const open = new Set<Socket>();
  let state: TcpProxyState = 'pass';
  let delay = 0;
  let lost = 0;

  const server = createServer((near) => {
    if (state === 'cut') return void near.destroy();
    open.add(near);
    near.on('error', () => near.destroy());
    near.on('close', () => open.delete(near));
    if (state === 'silent') return void near.resume();
    const far = connect(target(), '127.0.0.1');
    open.add(far);
    far.on('error', () => near.destroy());
    far.on('close', () => {
      open.delete(far);
      setTimeout(() => near.end(), delay);
    });
    near.on('close', () => far.destroy());
    near.on('data', (bytes) => void (state === 'silent' || far.write(bytes)));
    far.on('data', (bytes) => {
      // The rest of an answer that is lost already is no other one.
      if (state === 'silent' || near.destroyed) return;
      if (state === 'lose') {
        lost += 1;
        near.resetAndDestroy();
      } else if (delay > 0) setTimeout(() => void (near.destroyed || near.write(bytes)), delay);
      else near.write(bytes);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const closeAll = (): void => open.forEach((socket) => socket.destroy());
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    set: (next) => {
      state = next;
      if (next === 'cut') closeAll();
    },
    delay: (milliseconds) => (delay = milliseconds),
    lost: () => lost,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        closeAll();
      }),
  };
}
