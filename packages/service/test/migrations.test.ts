import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createService } from '../src/index.js';
import { demoEnvironment } from './demo/demo.environment.js';
import { demoProcess } from './demo/demo.process.js';
import { demo } from './demo/demo.service.js';
import { emptyDatabase } from './demo/empty.database.js';

let database: Awaited<ReturnType<typeof emptyDatabase>>;
beforeAll(async () => {
  database = await emptyDatabase();
});
afterAll(() => database?.drop());

const ready = async (url: string): Promise<unknown> => (await fetch(`${url}/health/ready`)).json();

test('two processes migrate at once and each migration runs once; readiness follows', async () => {
  const service = await createService(demo, demoEnvironment({ DATABASE_URL: database.url }));
  try {
    expect(await ready(service.url)).toMatchObject({
      status: 'not_ready',
      checks: { database: { ok: true }, migrations: { ok: false, detail: { pending: 1 } } },
    });
    // Only the database's address is needed.
    const env = { DATABASE_URL: database.url, PORT: undefined, PUBLIC_URL: undefined };
    const both = [demoProcess('migrate.ts', env), demoProcess('migrate.ts', env)];
    expect(await Promise.all(both.map(({ exit }) => exit))).toEqual([0, 0]);
    expect(both.map(({ output }) => output()).sort()).toEqual([
      'demo: ran Notes1700000000000\n',
      'demo: schema is up to date\n',
    ]);
    expect(await ready(service.url)).toMatchObject({ status: 'ready' });
  } finally {
    await service.close();
  }
});

test('a database that is away is said without the password', async () => {
  const process = demoProcess('migrate.ts', { DATABASE_URL: 'postgres://demo:hunter2@127.0.0.1:9/demo' });
  expect(await process.exit).toBe(1);
  expect(process.output()).toContain('the database does not answer (ECONNREFUSED). See DATABASE_URL.');
  expect(process.output()).not.toContain('hunter2');
});
