import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, expect, test } from '@jest/globals';
import { DatabaseClient, parseDatabaseUrl } from '../src/roles.js';

const own = new URL(process.env.TEST_DATABASE_URL!);
const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  servers.splice(0).forEach((server) => server.close());
  sockets.splice(0).forEach((socket) => socket.destroy());
});

async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    onConnection(socket);
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}
const urlOf = (hosts: string, search = ''): string => own.href.replace(own.host, hosts) + search;

async function connected(url: string): Promise<string> {
  const client = new DatabaseClient(parseDatabaseUrl(url));
  try {
    await client.connect();
    await client.query('SELECT 1');
    return client.place;
  } finally {
    await client.end();
  }
}

test('a server that takes connections and answers nothing costs no time while another one writes', async () => {
  const silent = await listen(() => {});
  const begun = performance.now();
  expect(await connected(urlOf(`127.0.0.1:${silent},${own.host}`))).toBe(own.host);
  expect(performance.now() - begun).toBeLessThan(1000);
});

test('a login that the client gives up leaves no connection to the server', async () => {
  const closed = Promise.withResolvers<void>();
  const port = await listen((near) => {
    const far = connect(Number(own.port), own.hostname).on('error', () => {});
    far.pipe(near).pipe(far);
    near.once('close', () => closed.resolve(void far.destroy()));
  });
  const url = new URL(urlOf(`127.0.0.1:${port}`));
  url.password = '';
  await expect(new DatabaseClient(parseDatabaseUrl(url.href)).connect()).rejects.toThrow('password');
  await closed.promise;
});

test('each host is checked by its own name, not by that of the first', async () => {
  const seen: string[] = [];
  // As PostgreSQL: a request for TLS, a yes, then the handshake, in which the client names whom it wants.
  const port = await listen((socket) => {
    socket.once('data', () => {
      socket.write('S');
      const name = (host: string, done: (error: Error) => void): void => {
        seen.push(host);
        done(new Error('no certificate'));
      };
      new TLSSocket(socket, { isServer: true, SNICallback: name }).on('error', () => socket.destroy());
    });
  });
  const url = urlOf(`127.0.0.1:${port},localhost:${port}`, '?sslmode=verify-full');
  await expect(connected(url)).rejects.toThrow();
  expect(seen).toEqual(['localhost']);
});

test('a server that has become read-only is left for the one that writes, by the next who connects', async () => {
  const hosts = `127.0.0.1:${own.port},localhost:${own.port}`;
  const address = parseDatabaseUrl(urlOf(hosts));
  const one = new DatabaseClient(address);
  await one.connect();
  await one.query('SET default_transaction_read_only = on');
  await expect(one.requireWritable()).rejects.toMatchObject({ code: '25006' });
  const next = new DatabaseClient(address);
  await next.connect();
  expect(await next.requireWritable()).toMatchObject({ isReadOnly: false });
  await next.end();
});
