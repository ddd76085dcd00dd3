import { connect, createServer } from 'node:net';
import { pipeline } from 'node:stream';
import { ExplainedError } from './log.mjs';

const LOOPBACK = { usual: '127.0.0.1', other: '::1' };
// A machine without IPv6 has no other loopback: then nothing answers there, whoever asks.
const ABSENT = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL', 'EPROTONOSUPPORT'];

/** Refuses ports that another program holds at either loopback address, naming the variable that moves us elsewhere. */
export async function requireFreePorts(ports) {
  const taken = [];
  for (const [variable, port] of Object.entries(ports)) {
    const errors = await Promise.all(Object.values(LOOPBACK).map((address) => errorOf(port, address)));
    const error = errors.find((one) => one !== undefined);
    if (error) taken.push(`Port ${port} ${error}: stop what uses it, or set ${variable} to another one.`);
  }
  if (taken.length > 0) throw new ExplainedError(taken.join('\n  '));
}

/**
 * Takes the ports at [::1] as well and hands on what comes there: browsers ask that address first for a name below localhost,
 * and would show whatever another program serves.
 */
export async function holdOtherLoopback(ports) {
  const servers = await Promise.all(Object.values(ports).map((port) => handOn(port)));
  const close = async () => {
    for (const server of servers) await server?.end();
  };
  return { close };
}

async function errorOf(port, address) {
  if (await answers(port, address)) return `is taken at ${address}`;
  const code = await listenError(createServer(), port, address);
  if (code === undefined || (address === LOOPBACK.other && ABSENT.includes(code))) return undefined;
  return code === 'EACCES' ? 'is not allowed for this user' : `is taken at ${address}`;
}

// Where a listener on all addresses lets one of them be taken from it, listening alone tells nothing.
function answers(port, host) {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const end = (answered) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(1000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => end(true));
  });
}

function listenError(server, port, host) {
  return new Promise((resolve) => {
    server.once('error', ({ code }) => resolve(code));
    server.listen({ port, host }, () => server.close(() => resolve(undefined)));
  });
}

async function handOn(port) {
  const sockets = new Set();
  const server = createServer({ allowHalfOpen: true }, (from) => {
    const to = connect({ port, host: LOOPBACK.usual, allowHalfOpen: true });
    for (const socket of [from, to]) sockets.add(socket.once('close', () => sockets.delete(socket)));
    // An error of the one ends both; there is nobody to tell.
    pipeline(from, to, () => undefined);
    pipeline(to, from, () => undefined);
  });
  const isHeld = await new Promise((resolve, reject) => {
    server.once('error', (error) => (ABSENT.includes(error.code) ? resolve(false) : reject(error)));
    server.listen({ port, host: LOOPBACK.other }, () => resolve(true));
  });
  const end = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  return isHeld ? { end } : undefined;
}
