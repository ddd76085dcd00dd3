import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { StubBank, waitUntil } from '@latchkey/testing';
import { now, TEST_ISSUER, TEST_SECRET, token } from '@latchkey/testing/tokens';
import { WebSocket, WebSocketServer } from 'ws';
import { closeSocketOnEnd, endStreamOnEnd, EVENT_STREAM_HEADERS, NodeSink, type ClosableSocket } from '../src/index.js';
import { accessOf } from '../src/latchkey/guard-options.js';
import { MemoryStore, verifierStore } from '../src/storage/stores.js';
import { Verifier } from '../src/verifier.js';

const READ = accessOf({});

let bank: StubBank;
let verifier: Verifier;
let http: Server;
let server: WebSocketServer;
/** How the server sees a socket; a test may wrap it as frameworks do. */
let seenAs: (socket: WebSocket) => ClosableSocket;
let url: string;
/** Sessions whose sockets are watched, or were. */
const taken = new Set<string>();
beforeAll(async () => {
  bank = await new StubBank().start();
  const options = { issuer: TEST_ISSUER, audience: 'retirement', sessionAbsolute: 43_200 };
  verifier = new Verifier({
    ...options,
    keys: { secret: TEST_SECRET },
    pages: { ownOrigin: 'https://retirement.example.com', sameSiteOrigins: () => [] },
    store: verifierStore(new MemoryStore(), { ...options, keptSeconds: 1020 }),
    bankUrl: bank.url,
  });
  await verifier.start();
  http = createServer((request, response) => void stream(request, response));
  server = new WebSocketServer({ server: http });
  server.on('connection', (socket, request) => void take(socket, request));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  url = `127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterAll(async () => {
  http.closeAllConnections();
  http.close();
  await verifier.stop();
  await bank.stop();
});

async function take(socket: WebSocket, request: IncomingMessage): Promise<void> {
  const { claims } = await verifier.verify(request, READ);
  closeSocketOnEnd(seenAs(socket), claims, verifier.sessions);
  taken.add(claims.sid);
  socket.send('open');
}

async function stream(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { claims } = await verifier.verify(request, READ);
  response.writeHead(200, EVENT_STREAM_HEADERS).write('data: 1\n\n');
  endStreamOnEnd(new NodeSink(response), claims, verifier.sessions);
}

const clients: WebSocket[] = [];
afterEach(() => clients.splice(0).forEach((client) => client.terminate()));

const bearer = (text: string): { headers: Record<string, string> } => ({
  headers: { authorization: `Bearer ${text}` },
});

async function open(text: string, as = (socket: WebSocket): ClosableSocket => socket): Promise<WebSocket> {
  seenAs = as;
  const client = new WebSocket(`ws://${url}`, bearer(text));
  clients.push(client);
  await once(client, 'message');
  return client;
}

async function closeOf(client: WebSocket, since: number): Promise<string> {
  const [code, reason] = (await once(client, 'close')) as [number, Buffer];
  const took = performance.now() - since;
  return `${code} ${reason.toString()} ${took < 1000 ? 'within a second' : `after ${took} ms`}`;
}

describe('a socket is closed with 4401 and the reason', () => {
  test.each<[string, (socket: WebSocket) => ClosableSocket]>([
    ['as ws gives it', (socket) => socket],
    [
      'wrapped by Hono, whose context tells of no events',
      (raw) => ({ close: (code, reason) => raw.close(code, reason), raw }),
    ],
    ["like Bun's, which has no events", (socket) => ({ close: (code, reason) => socket.close(code, reason) })],
  ])('%s, when the bank tells of a logout', async (_, as) => {
    const sid = randomUUID();
    const [client, other] = [await open(token({ sid }), as), await open(token(), as)];
    const since = performance.now();
    bank.feed.revoke(sid);
    expect(await closeOf(client, since)).toBe('4401 session_ended within a second');
    expect(other.readyState).toBe(WebSocket.OPEN);
  });

  test('when the session is ended here, though the bank is dead', async () => {
    await bank.stop();
    try {
      const text = token();
      const client = await open(text);
      const since = performance.now();
      await verifier.logout({ claims: verifier.tokens.verify(text), text });
      expect(await closeOf(client, since)).toBe('4401 session_ended within a second');
    } finally {
      await bank.start();
    }
  });

  test('when a right goes', async () => {
    const sub = randomUUID();
    const client = await open(token({ sub, rv: 1, roles: ['adviser'] }));
    const since = performance.now();
    bank.feed.changeRights(sub, 2);
    expect(await closeOf(client, since)).toBe('4401 renew_required within a second');
  });

  test('when the time of the token is over, to the second', async () => {
    const iat = now();
    const client = await open(token({ iat, exp: iat + 1 }));
    expect(await closeOf(client, (iat + 1) * 1000 - performance.timeOrigin)).toBe('4401 token_expired within a second');
    expect(Date.now()).toBeGreaterThanOrEqual((iat + 1) * 1000);
  });
});

test('a peer that does not close is cut off after some seconds', async () => {
  const sid = randomUUID();
  seenAs = (socket) => socket;
  const { host, pathname } = new URL(`http://${url}/`);
  const peer = connect(Number(url.split(':')[1]), '127.0.0.1');
  const handshake = [
    'connection: upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    `sec-websocket-key: ${Buffer.alloc(16).toString('base64')}`,
  ];
  peer.write(
    [`GET ${pathname} HTTP/1.1`, `host: ${host}`, `authorization: Bearer ${token({ sid })}`, ...handshake, '', ''].join(
      '\r\n',
    ),
  );
  await waitUntil(() => taken.has(sid));
  const since = performance.now();
  bank.feed.revoke(sid);
  await once(peer.resume(), 'close');
  expect((performance.now() - since) / 1000).toBeCloseTo(3, 0);
});

test('a socket that closed by itself is not watched any more', async () => {
  const before = verifier.sessions.size;
  const client = await open(token());
  expect(verifier.sessions.size).toBe(before + 1);
  client.close();
  await waitUntil(() => verifier.sessions.size === before);
});

test("a service's own stream ends by the event `end`", async () => {
  const before = verifier.sessions.size;
  const [gone, sid] = [new AbortController(), randomUUID()];
  const leaving = await fetch(`http://${url}`, { ...bearer(token()), signal: gone.signal });
  const ending = await fetch(`http://${url}`, bearer(token({ sid })));
  expect(verifier.sessions.size).toBe(before + 2);
  gone.abort();
  bank.feed.revoke(sid);
  expect(await ending.text()).toBe('data: 1\n\nevent: end\ndata: {"code":"session_ended"}\n\n');
  await expect(leaving.text()).rejects.toThrow();
  await waitUntil(() => verifier.sessions.size === before);
});
