import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, test } from '@jest/globals';
import { stopServer, trackConnections } from '../src/boot/stop.js';

/** A balancer: asks on a connection that it has kept, or on a new one, while the service is busy with something else. */
const balancer = `
const { workerData: { port, isKept, sent } } = require('node:worker_threads');
const { parentPort } = require('node:worker_threads');
const socket = require('node:net').connect(port, '127.0.0.1');
const ask = (then) => socket.write('POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 0\\r\\n\\r\\n', then);
const tell = () => { Atomics.store(sent, 0, 1); Atomics.notify(sent, 0); };
let said = '';
socket.on('data', (data) => { said += data; if (isKept && said.endsWith('\\r\\n\\r\\n') && !socket.asked) parentPort.postMessage('kept'); });
socket.on('error', (error) => parentPort.postMessage(error.code)).on('close', () => parentPort.postMessage(said.match(/HTTP\\/1.1 \\d+/g)?.join()));
parentPort.on('message', () => { socket.asked = true; ask(tell); });
socket.on('connect', () => ask(isKept ? undefined : tell));
`;

test.each([true, false])('what was sent before a stop is answered, on a kept connection: %s', async (isKept) => {
  const server = createServer((_, response) => response.writeHead(204).end());
  const connections = trackConnections(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const sent = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(balancer, { eval: true, workerData: { port, isKept, sent } });
  if (isKept) {
    await once(worker, 'message');
    worker.postMessage('ask');
  } else {
    await once(worker, 'online');
  }
  // Nothing is read meanwhile.
  expect(Atomics.wait(sent, 0, 0, 20_000)).not.toBe('timed-out');
  const stopped = stopServer(server, connections, performance.now() + 3_000);
  expect(await once(worker, 'message')).toEqual([isKept ? 'HTTP/1.1 204,HTTP/1.1 204' : 'HTTP/1.1 204']);
  await stopped;
  await worker.terminate();
});

test('what is sent in the very turn in which the socket would close is answered', async () => {
  const server = createServer((_, response) => response.writeHead(204).end());
  const connections = trackConnections(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const sent = new Int32Array(new SharedArrayBuffer(4));
  let worker: Worker | undefined;
  let turns = 0;
  const beBusy = (): void => {
    turns += 1;
    if (turns === 3) {
      worker = new Worker(balancer, { eval: true, workerData: { port, isKept: false, sent } });
      expect(Atomics.wait(sent, 0, 0, 20_000)).not.toBe('timed-out');
    } else {
      setImmediate(beBusy);
    }
  };
  setImmediate(beBusy);
  await stopServer(server, connections, performance.now() + 3_000);
  expect(await once(worker!, 'message')).toEqual(['HTTP/1.1 204']);
  await worker!.terminate();
});
