import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { Database, dataSourceOptions } from '../src/index.js';
import type { Listener } from '../src/index.js';
import { rowsOf } from '@latchkey/testing/database-client';
import { emptyDatabase } from './demo/empty-database.js';
import { TcpProxy } from '@latchkey/testing/tcp-proxy';

let own: Awaited<ReturnType<typeof emptyDatabase>>;
let proxy: TcpProxy;
let url: string;
let sender: Client;
beforeAll(async () => {
  own = await emptyDatabase();
  sender = new Client({ connectionString: own.url });
  await sender.connect();
});
afterAll(async () => {
  await sender?.end();
  await own?.drop();
});

let calls = 0;
const count = (): void => void calls++;
const open: Listener[] = [];
beforeEach(async () => {
  calls = 0;
  proxy = await new TcpProxy(new URL(own.url)).open();
  url = proxy.url;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close()));
  await proxy.cut();
});

function listen(channel = 'news', onNotify = count): Listener {
  const definition = { id: 'demo', entities: [], migrations: [] };
  const database = new Database(new DataSource(dataSourceOptions(definition, { DATABASE_URL: url as never })));
  const listener = database.listen(channel, onNotify);
  open.push(listener);
  return listener;
}

const notify = (channel = 'news') => sender.query('SELECT pg_notify($1, $2)', [channel, '']);
const backends = async (): Promise<number[]> => {
  const { rows } = await sender.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'demo %'",
  );
  return rows.map(({ pid }) => pid);
};
/** Ends the one backend there is; the one before may be about to go still. */
const kill = async (): Promise<void> => {
  await until(async () => (await backends()).length === 1);
  await rowsOf(own.url, `SELECT pg_terminate_backend(${(await backends())[0]})`);
};

describe('a listener', () => {
  test('is called when it begins, and at each notification', async () => {
    listen();
    await until(() => calls === 1);
    await notify();
    await until(() => calls === 2);
    await notify('other');
    await pause(50);
    expect(calls).toBe(2);
  });

  test('takes a channel by any name', async () => {
    listen('Odd "name"; SELECT 1');
    await until(() => calls === 1);
    await notify('Odd "name"; SELECT 1');
    await until(() => calls === 2);
  });

  test('comes back when its backend is killed, and is called again since something may have been missed', async () => {
    listen();
    await until(() => calls === 1);
    for (let round = 2; round < 5; round++) {
      await kill();
      await until(() => calls === round);
    }
    await notify();
    await until(() => calls === 5);
    await until(async () => (await backends()).length === 1);
  });

  test('waits for a database that is away at its start, and for one that goes', async () => {
    await proxy.cut();
    listen();
    await pause(300);
    expect(calls).toBe(0);
    await proxy.open();
    await until(() => calls === 1);
    await proxy.cut();
    await pause(300);
    await proxy.open();
    await until(() => calls === 2);
  });

  test('answers statements while it is connected, and refuses them while it is not', async () => {
    const listener = listen();
    await expect(listener.query('SELECT 1')).rejects.toMatchObject({ code: 'database_unavailable' });
    await until(() => listener.isConnected);
    expect(await listener.query('SELECT $1::integer AS n', [7])).toEqual([{ n: 7 }]);
    await expect(listener.query('SELECT wrong')).rejects.toMatchObject({ code: '42703' });
    expect(await listener.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await Promise.allSettled([listener.query('SELECT pg_sleep(3)'), kill()]);
    await until(() => calls === 2);
    expect(await listener.query('SELECT 2 AS n')).toEqual([{ n: 2 }]);
    await proxy.cut();
    await until(() => !listener.isConnected);
  });

  test('outlives what it calls', async () => {
    listen('news', () => {
      count();
      throw new Error('a fault of mine');
    });
    await until(() => calls === 1);
    await notify();
    await until(() => calls === 2);
  });
});

describe('a closed listener', () => {
  test('leaves no connection behind and is not called any more', async () => {
    const listener = listen();
    await until(() => calls === 1);
    await listener.close();
    await notify();
    await until(async () => (await backends()).length === 0);
    expect(calls).toBe(1);
    await listener.close();
  });

  test('ends while the database is away, or while it connects', async () => {
    await listen().close();
    await proxy.cut();
    const late = listen();
    await pause(100);
    await late.close();
    await proxy.open();
    await pause(200);
    expect(calls).toBe(0);
    await until(async () => (await backends()).length === 0);
  });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('not so within a minute');
    await pause(10);
  }
}
