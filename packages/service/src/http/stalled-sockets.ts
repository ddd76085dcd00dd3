import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long a client may take no byte of what waits for it. */
export interface StallBounds {
  readonly stalledAfterMs: number;
  readonly checkEveryMs: number;
}

/** Where the output of a socket stood when it last moved. */
interface Progress {
  done: number;
  queued: number;
  since: number;
}

/**
 * Ends sockets whose client asks and does not read: what is made for them would be kept for as long as they like. One timer
 * looks at all of them. Node's own timeout of a socket would not do: each byte that such a client sends renews it.
 */
export function endStalledSockets(
  server: Server,
  { stalledAfterMs, checkEveryMs }: StallBounds,
  ended: (socket: Socket) => void,
): void {
  const sockets = new Map<Socket, Progress>();
  server.on('connection', (socket: Socket) => {
    sockets.set(socket, { done: 0, queued: 0, since: performance.now() });
    socket.once('close', () => sockets.delete(socket));
  });
  const check = (): void => {
    const now = performance.now();
    for (const [socket, progress] of sockets) {
      if (!isWaiting(socket) || hasMoved(socket, progress)) progress.since = now;
      else if (now - progress.since >= stalledAfterMs) {
        ended(socket);
        // What the kernel holds for it goes as well.
        socket.resetAndDestroy();
      }
    }
  };
  server.on('listening', () => {
    const timer = setInterval(check, checkEveryMs).unref();
    server.once('close', () => clearInterval(timer));
  });
}

function isWaiting(socket: Socket): boolean {
  return socket.writableLength > 0;
}

// A piece of output counts as written when all of it is; within a large one the kernel's queue tells what was taken.
function hasMoved(socket: Socket, progress: Progress): boolean {
  const done = socket.bytesWritten - socket.writableLength;
  const queued = queuedIn(socket);
  const moved = done !== progress.done || queued < progress.queued;
  progress.done = done;
  progress.queued = queued;
  return moved;
}

function queuedIn(socket: Socket & { readonly _handle?: { readonly writeQueueSize?: number } | null }): number {
  return socket._handle?.writeQueueSize ?? 0;
}
