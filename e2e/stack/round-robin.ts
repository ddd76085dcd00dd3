import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/**
 * What stands in front of the replicas of one service: the next request goes to the next replica that says it is ready, and
 * answers. One that drains says so a moment before it stops to listen, as every balancer expects.
 */
export interface RoundRobin {
  readonly port: number;
  /** How many requests each replica was given, in the order of `targets`; the feed, which never ends, does not count. */
  counts(): number[];
  stop(): Promise<void>;
}

export async function roundRobin(port: number, targets: () => number[]): Promise<RoundRobin> {
  const counts = new Map<number, number>();
  const draining = new Set<number>();
  const watch = setInterval(() => void (targets().length > 1 && targets().forEach((port) => look(port, draining))), 50);
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const ports = targets();
    turn += 1;
    const inTurn = ports.map((_, index) => ports[(turn + index) % ports.length] ?? 0);
    // Better one that drains than none.
    const order = inTurn.toSorted((one, other) => Number(draining.has(one)) - Number(draining.has(other)));
    const one = incoming.url?.startsWith('/.well-known/latchkey/revocations') === true ? 0 : 1;
    pass(incoming, outgoing, order, (chosen) => counts.set(chosen, (counts.get(chosen) ?? 0) + one));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const stop = (): Promise<void> => {
    clearInterval(watch);
    return close(server);
  };
  return { port, counts: () => targets().map((target) => counts.get(target) ?? 0), stop };
}

/** One that is not there is found out by its error; one that is slow to say is not drained for that. */
function look(port: number, draining: Set<number>): void {
  const asked = request({ host: '127.0.0.1', port, path: '/health/ready', agent: false, timeout: 1_000 });
  asked.on('response', (answer) => {
    answer.resume();
    if (answer.statusCode === 503) draining.add(port);
    else draining.delete(port);
  });
  asked.on('error', () => draining.delete(port));
  asked.end();
}

function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  ports: number[],
  given: (port: number) => void,
): void {
  const [port, ...others] = ports;
  if (port === undefined) {
    outgoing.writeHead(502, { 'content-type': 'text/plain' }).end('no replica answers');
    return;
  }
  const forwarded = request({
    host: '127.0.0.1',
    port,
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: { ...incoming.headers, 'x-forwarded-for': incoming.socket.remoteAddress ?? '', connection: 'close' },
  });
  forwarded.on('response', (answer) => {
    given(port);
    outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(outgoing);
  });
  forwarded.on('error', (error: NodeJS.ErrnoException) => {
    // Nothing was sent to a replica that refuses the connection, so another one may have the request.
    if (error.code === 'ECONNREFUSED') pass(incoming, outgoing, others, given);
    else if (!outgoing.headersSent) outgoing.writeHead(502).end();
    else outgoing.destroy();
  });
  forwarded.on('socket', (socket) => socket.once('connect', () => incoming.pipe(forwarded)));
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
