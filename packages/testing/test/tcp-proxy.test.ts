import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { TcpProxy, testDatabase, type TestDatabase } from '../src/index.js';

let database: TestDatabase;
let proxy: TcpProxy;
beforeAll(async () => {
  database = await testDatabase();
  proxy = await new TcpProxy(new URL(database.url)).open();
});
afterAll(async () => {
  await proxy?.cut();
  await database?.drop();
});

const login = async (): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: proxy.url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

test('what is held is given on when it is released', async () => {
  const client = await login();
  proxy.hold();
  const answer = client.query('SELECT 1 AS one');
  expect(await Promise.race([answer, sleep(200)])).toBeUndefined();
  proxy.release();
  expect((await answer).rows).toEqual([{ one: 1 }]);
  await client.end();
});

test('a login that is held leaves nothing half done at the server, where others make databases meanwhile', async () => {
  for (const pause of [0, 2, 4, 6, 8, 12]) {
    const logins = Promise.allSettled(Array.from({ length: 8 }, login));
    await sleep(pause);
    proxy.hold();
    const other = await testDatabase();
    await other.drop();
    proxy.release();
    proxy.drop();
    await logins;
  }
}, 30_000);
