import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

const SWEEP_EVERY_MS = 50;
const UNUSED_AFTER_MS = 500;
const QUIET_WITHIN_MS = 500;
const BRIEF_MS = 1;

/**
 * When each part of a stop is over at the latest, in milliseconds since the grace was: whatever hangs, whoever restarts
 * services knows how long to wait. Their last is less than the 5 s that are promised.
 */
export const STOPPED_WITHIN_MS = { requests: 3_000, jobs: 3_800, database: 4_200, log: 4_500 } as const;

/** Open connections of a server with the time when each began. */
export type Connections = ReadonlyMap<Socket, number>;

/** Remembers the open connections of a server, to end those at a drain that never sent anything. */
export function trackConnections(server: Server): Connections {
  const connections = new Map<Socket, number>();
  server.on('connection', (socket: Socket) => {
    connections.set(socket, performance.now());
    socket.once('close', () => connections.delete(socket));
  });
  return connections;
}

/**
 * Stops accepting, lets running requests finish, and ends connections as they fall idle.
 * @param deadline when those are cut off that are left, as `performance.now()`
 * @returns how many that were
 */
export async function stopServer(server: Server, connections: Connections, deadline: number): Promise<number> {
  if (!server.listening) return 0;
  await untilQuiet(server);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  let isClosed = false;
  void closed.then(() => (isClosed = true));
  while (!isClosed && performance.now() < deadline) {
    await untilRead();
    server.closeIdleConnections();
    endUnused(connections);
    await Promise.race([closed, sleep(SWEEP_EVERY_MS)]);
  }
  const cut = connections.size;
  // Those too that speak another protocol by now.
  for (const socket of connections.keys()) socket.destroy();
  await closed;
  return cut;
}

/** Waits for the work until the deadline, and answers whether it was done; throws what it throws. */
export async function doneBy(deadline: number, work: Promise<unknown>): Promise<boolean> {
  const ms = Math.max(0, deadline - performance.now());
  return Promise.race([work.then(() => true), sleep(ms, false, { ref: false })]);
}

// What has arrived is accepted and read before anything is closed: a request that waits in a socket is lost with it, and no
// balancer repeats a POST that it has sent. One turn of the event loop may be half over; one accepts, and one reads.
async function untilRead(): Promise<void> {
  for (let turns = 0; turns < 3; turns++) await turn();
}

// A connection that the kernel has made and we have not accepted is reset when the socket closes, and a proxy that does not check
// sends new ones until then. So the socket closes after turns that were brief and in which none came.
async function untilQuiet(server: Server): Promise<void> {
  const deadline = performance.now() + QUIET_WITHIN_MS;
  let came = 0;
  const count = (): void => void (came += 1);
  server.on('connection', count);
  for (let isQuiet = false; !isQuiet && performance.now() < deadline;) {
    const [before, began] = [came, performance.now()];
    await untilRead();
    isQuiet = came === before && performance.now() - began < BRIEF_MS;
  }
  server.off('connection', count);
}

// Browsers open connections ahead; node counts those as busy until its header timeout. A young one may be about to ask.
function endUnused(connections: Connections): void {
  const before = performance.now() - UNUSED_AFTER_MS;
  for (const [socket, since] of connections) if (socket.bytesRead === 0 && since < before) socket.destroy();
}
