import { connect, type Socket } from 'node:net';

/** One connection that never finishes what it began. */
export interface HalfOpen {
  kind: string;
  /** Milliseconds until the service closed it, and what it said before. */
  ended: Promise<{ kind: string; after: number; said: string }>;
  giveUp(): void;
}

interface Manner {
  kind: string;
  first: string;
  /** Sent a byte at a time, forever. */
  drip?: string;
}

export function manners(host: string, token: string): Manner[] {
  const head = `GET /api/me HTTP/1.1\r\nHost: ${host}\r\n`;
  const plan = `PUT /api/plan HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
  return [
    { kind: 'silent from the start', first: '' },
    { kind: 'half a request line', first: 'GET /api' },
    { kind: 'half a head', first: `${head}X-Half: a` },
    { kind: 'a head that grows by a byte', first: `${head}X-Slow: `, drip: 'a' },
    { kind: 'a head that grows by a line', first: head, drip: 'X-Slow: a\r\n' },
    { kind: 'a body that never comes', first: `${plan}Content-Length: 40\r\n\r\n` },
    { kind: 'half a body', first: `${plan}Content-Length: 40\r\n\r\n{"retirementAge":` },
    { kind: 'a body that grows by a byte', first: `${plan}Content-Length: 4000\r\n\r\n{"x":"`, drip: 'x' },
    { kind: 'chunks without end', first: `${plan}Transfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n`, drip: '1\r\nx\r\n' },
    { kind: 'half a chunk', first: `${plan}Transfer-Encoding: chunked\r\n\r\nff\r\n{"` },
  ];
}

export function open(port: number, manner: Manner): HalfOpen {
  let began = performance.now();
  const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: false });
  let said = '';
  let dripping: NodeJS.Timeout | undefined;
  socket.on('connect', () => {
    began = performance.now();
    if (manner.first !== '') socket.write(manner.first);
    if (manner.drip !== undefined) dripping = setInterval(() => socket.write(manner.drip ?? ''), 400);
  });
  socket.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
  // A service that cuts the connection is doing what is asked of it here.
  socket.on('error', () => undefined);
  const ended = new Promise<{ kind: string; after: number; said: string }>((resolve) => {
    socket.on('close', () => {
      clearInterval(dripping);
      resolve({ kind: manner.kind, after: performance.now() - began, said });
    });
  });
  return { kind: manner.kind, ended, giveUp: () => socket.destroy() };
}
