import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, expect, test } from '@jest/globals';
import { startService, testDatabase, tokenFor } from '@latchkey/testing';
import { retirement } from '../src/retirement.module.js';

const database = await testDatabase(retirement);
const cable = await cableTo(new URL(database.url));
const service = await startService(retirement, { env: { DATABASE_URL: cable.url }, database });
afterAll(async () => {
  await service.close();
  cable.cut();
  await database.drop();
});

test('without its database the service still knows callers, and says of plans that it cannot tell', async () => {
  const token = tokenFor();
  await service.request.get('/api/plan').auth(token, { type: 'bearer' }).expect(200);
  cable.cut();

  await service.request.get('/api/me').auth(token, { type: 'bearer' }).expect(200);
  await service.request.get('/api/services').expect(200, { services: [] });
  const plan = await service.request.get('/api/plan').auth(token, { type: 'bearer' });
  expect([plan.status, plan.body.code]).toEqual([503, 'database_unavailable']);
  expect(plan.headers['retry-after']).toBeDefined();
});

/** A way to a database that can be cut like a cable. */
async function cableTo(target: URL): Promise<{ url: string; cut(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: url.href, cut };
}
