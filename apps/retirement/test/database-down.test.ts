import { afterAll, expect, test } from '@jest/globals';
import { startService, TcpProxy, testDatabase, tokenFor } from '@latchkey/testing';
import { retirement } from '../src/retirement.module.js';

const database = await testDatabase(retirement);
const proxy = await new TcpProxy(new URL(database.url)).open();
const service = await startService(retirement, { env: { DATABASE_URL: proxy.url }, database });
afterAll(async () => {
  await service.close();
  await proxy.cut();
  await database.drop();
});

test('without its database the service still knows callers, and says of plans that it cannot tell', async () => {
  const token = tokenFor();
  await service.request.get('/api/plan').auth(token, { type: 'bearer' }).expect(200);
  await proxy.cut();

  await service.request.get('/api/me').auth(token, { type: 'bearer' }).expect(200);
  await service.request.get('/api/services').expect(200, { services: [] });
  const plan = await service.request.get('/api/plan').auth(token, { type: 'bearer' });
  expect([plan.status, plan.body.code]).toEqual([503, 'database_unavailable']);
  expect(plan.headers['retry-after']).toBeDefined();
});
