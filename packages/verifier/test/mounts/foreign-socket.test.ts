import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cookieToken, TEST_ISSUER, TEST_SECRET, token } from '@latchkey/testing/tokens';
import { WebSocket, WebSocketServer } from 'ws';
import { silentLog } from '../../src/index.js';
import { latchkey, type NodeLatchkey } from '../../src/mounts/node.js';

const OWN = 'http://retirement.demo.localhost:3002';
let auth: NodeLatchkey;
let server: Server;
let port: number;

beforeAll(async () => {
  const keys = { secret: TEST_SECRET };
  const options = { issuer: TEST_ISSUER, audience: 'retirement', publicUrl: OWN, bankUrl: 'http://127.0.0.1:1' };
  auth = await latchkey({ ...options, keys, log: silentLog });
  const upgrade = auth.upgrade();
  const session = auth.session();
  server = createServer(async (request, response) => {
    if (!(await session(request, response))) response.writeHead(404).end();
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', async (request, socket, head) => {
    const caller = await upgrade(request, socket);
    if (caller === undefined) return;
    sockets.handleUpgrade(request, socket, head, (open) => {
      auth.closeSocketOnEnd(open, caller);
      open.send(caller.username);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  server.closeAllConnections();
  await Promise.all([new Promise((resolve) => server.close(resolve)), auth.close()]);
});

/** What becomes of a handshake with these headers: `open`, or the status and code of its refusal. */
function verdictOn(headers: Record<string, string>): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { headers });
  return new Promise((resolve, reject) => {
    socket.once('message', (name: Buffer) => {
      socket.terminate();
      resolve(`open for ${name.toString()}`);
    });
    socket.once('unexpected-response', (_, response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve(`${response.statusCode} ${(JSON.parse(body) as { code: string }).code}`));
    });
    socket.once('error', reject);
  });
}

const cookie = (more: Record<string, string> = {}): Record<string, string> => ({
  cookie: `__Secure-latchkey=${cookieToken()}`,
  ...more,
});

test('a page elsewhere opens no socket with the cookie of a person', async () => {
  expect(await verdictOn(cookie({ origin: 'https://attacker.example' }))).toBe('403 csrf_refused');
  expect(await verdictOn(cookie())).toBe('403 csrf_refused');
  expect(await verdictOn(cookie({ origin: OWN }))).toBe('open for ada');
});

test('a program opens one with a token, from nowhere', async () => {
  expect(await verdictOn({ authorization: `Bearer ${token()}` })).toBe('open for ada');
  expect(await verdictOn({})).toBe('401 token_missing');
  expect(await verdictOn({ authorization: 'Bearer a.b.c' })).toBe('401 token_invalid');
});

test('a logout closes it with 4401 and says why', async () => {
  const headers = { authorization: `Bearer ${token()}` };
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { headers });
  const closed = new Promise((resolve) => socket.once('close', (code, why) => resolve([code, why.toString()])));
  await new Promise((resolve) => socket.once('message', resolve));
  await fetch(`http://127.0.0.1:${port}/api/logout`, { method: 'POST', headers });
  expect(await closed).toEqual([4401, 'session_ended']);
});

test('a client that goes away in the middle of its handshake ends nothing', async () => {
  for (let count = 0; count < 5; count += 1) {
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await new Promise((resolve) => setImmediate(resolve));
    socket.resetAndDestroy();
  }
  expect(await verdictOn({ authorization: `Bearer ${token()}` })).toBe('open for ada');
});
