import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const SWEEP_EVERY_MS = 50;
// Longer than any statement or request may take.
const FINISH_WITHIN_MS = 10_000;

/** Remembers the open connections of a server, to end those at a drain that never sent anything. */
export function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

/** Stops accepting, lets running requests finish, and ends connections as they fall idle. */
export async function stopServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const deadline = Date.now() + FINISH_WITHIN_MS;
  let isClosed = false;
  void closed.then(() => (isClosed = true));
  while (!isClosed && Date.now() < deadline) {
    server.closeIdleConnections();
    // Browsers open connections ahead; node counts those as busy until its header timeout.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    await Promise.race([closed, sleep(SWEEP_EVERY_MS)]);
  }
  server.closeAllConnections();
  await closed;
}
