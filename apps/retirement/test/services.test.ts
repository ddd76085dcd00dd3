import { createServer, type RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { startService, StubBank, testDatabase, type ServiceUnderTest } from '@latchkey/testing';
import { retirement } from '../src/retirement.module.js';

const registry = [
  { id: 'bank', name: 'Bank', url: 'http://bank.demo.localhost:3001' },
  { id: 'retirement', name: 'Retirement', url: 'http://retirement.demo.localhost:3002' },
];
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function bank(respond: RequestListener): Promise<StubBank> {
  const stub = await new StubBank({ respond }).start();
  closers.push(() => stub.stop());
  return stub;
}

const says = (body: unknown, headers: Record<string, string> = {}): RequestListener => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(text);
};

async function start(bankUrl: string, database?: Awaited<ReturnType<typeof testDatabase>>) {
  const service = await startService(retirement, { env: { BANK_URL: bankUrl }, ...(database && { database }) });
  closers.push(() => service.close());
  return service;
}

async function stored() {
  const database = await testDatabase(retirement);
  closers.push(() => database.drop());
  return database;
}

async function listed(service: ServiceUnderTest<unknown>): Promise<unknown[]> {
  const end = Date.now() + 60_000;
  for (;;) {
    const { body } = await service.request.get('/api/services').expect(200);
    if (body.services.length > 0 || Date.now() > end) return body.services;
    await pause(20);
  }
}

test('the list is the one that the bank gives', async () => {
  const asked: (string | undefined)[] = [];
  const { url } = await bank((request, response) => {
    if (request.url?.startsWith('/.well-known/latchkey/revocations') !== true)
      asked.push(`${request.method} ${request.url}`);
    says({ services: registry })(request, response);
  });
  expect(await listed(await start(url))).toEqual(registry);
  expect(asked).toEqual(['GET /.well-known/latchkey/services']);
});

test('a list that a newer bank gives is taken without the members that this service does not know', async () => {
  const newer = { services: registry.map((entry) => ({ ...entry, icon: 'x' })), next: null };
  const { url } = await bank(says(newer));
  expect(await listed(await start(url))).toEqual(registry);
});

test('a dead bank: the service starts, serves an empty list, and takes the list when the bank comes', async () => {
  const late = await bank((_request, response) => void response.destroy());
  const service = await start(late.url);
  await service.request.get('/api/services').expect(200, { services: [] });
  await late.stop();

  const { port } = new URL(late.url);
  const server = createServer(says({ services: registry })).listen(Number(port), '127.0.0.1');
  closers.push(() => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())));
  expect(await listed(service)).toEqual(registry);
});

test('a restart while the bank is dead serves the list of before, and so does a replica', async () => {
  const database = await stored();
  const living = await bank(says({ services: registry }));
  const first = await start(living.url, database);
  expect(await listed(first)).toEqual(registry);
  // It is served before it is stored.
  while ((await first.app.get(Database).query<unknown[]>('SELECT FROM known_services')).length === 0) await pause(5);
  await living.stop();
  await first.request.get('/api/services').expect(200, { services: registry });
  await first.close();

  const [again, replica] = [await start(living.url, database), await start(living.url, database)];
  await again.request.get('/api/services').expect(200, { services: registry });
  await replica.request.get('/api/services').expect(200, { services: registry });
});

test('a bad entry takes no good one with it', async () => {
  const { url } = await bank(
    says({ services: [{ ...registry[0], url: 'https://evil.example' }, registry[1], { id: 1 }] }),
  );
  expect(await listed(await start(url))).toEqual([registry[1]]);
});

test('a list of which nothing may be shown leaves the stored one, and of a stored one only what may be is shown', async () => {
  const database = await stored();
  const foreign = { id: 'blog', name: 'Blog', url: 'https://evil.example' };
  const { url } = await bank(says({ services: [foreign] }));
  const first = await start(url, database);
  await first.app
    .get(Database)
    .query(`INSERT INTO known_services VALUES ('http://bank.demo.localhost:3001', $1, now())`, [
      JSON.stringify([...registry, foreign]),
    ]);
  await first.close();
  expect(await listed(await start(url, database))).toEqual(registry);
});

describe('nothing is taken of an answer that', () => {
  const entry = registry[0]!;
  test.each<[string, RequestListener]>([
    ['is not JSON', says('<html>')],
    ['is another JSON', says({ servers: [] })],
    ['names a service without an address', says({ services: [{ id: 'bank', name: 'Bank' }] })],
    ['links to a script', says({ services: [{ ...entry, url: 'javascript:alert(1)' }] })],
    ['has a name of 10,000 characters', says({ services: [{ ...entry, name: 'x'.repeat(10_000) }] })],
    ['is longer than 64 KiB', says(`${' '.repeat(65_537)}${JSON.stringify({ services: registry })}`)],
    ['is not UTF-8', says(JSON.stringify({ services: registry }).replace('Bank', '\u00ff'), {})],
    ['leads elsewhere', (_request, response) => void response.writeHead(302, { location: '/elsewhere' }).end()],
    ['is an error', (_request, response) => void response.writeHead(500).end(JSON.stringify({ services: registry }))],
    ['never comes', () => undefined],
    ['ends in the middle', (_request, response) => void (response.writeHead(200).write('{"serv'), response.destroy())],
  ])('%s', async (what, listener) => {
    const answering = what === 'is not UTF-8' ? latin1(registry) : listener;
    let asked = 0;
    const { url } = await bank((request, response) => {
      asked += 1;
      answering(request, response);
    });
    const service = await start(url);
    while (asked === 0) await pause(5);
    await pause(50);
    await service.request.get('/api/services').expect(200, { services: [] });
  });
});

function latin1(services: unknown): RequestListener {
  const bytes = Buffer.from(JSON.stringify({ services }).replace('"Bank"', '"Bänk"'), 'latin1');
  return (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(bytes);
}

test('a service that is told to stop does not wait for the bank, and hangs up', async () => {
  // Nothing but the stop ends the question.
  const patience = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal);
  let asked = false;
  const hungUp = Promise.withResolvers<void>();
  const { url } = await bank((request, response) => {
    if (request.url !== '/.well-known/latchkey/services') return void response.writeHead(404).end();
    asked = true;
    request.socket.on('close', () => hungUp.resolve());
  });
  const service = await startService(retirement, { env: { BANK_URL: url }, database: await stored() });
  while (!asked) await pause(5);
  await service.close();
  await hungUp.promise;
  patience.mockRestore();
});
