import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { createService, Database } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demo } from './demo/demo-service.js';
import { rowsOf } from '@latchkey/testing/database-client';

const server = process.env.TEST_DATABASE_URL!;
const home = mkdtempSync(join(tmpdir(), 'latchkey-home-'));
const { HOME } = process.env;
const added = new Set<string>();
const set = (name: string, value: string): void => {
  added.add(name);
  process.env[name] = value;
};
afterEach(() => {
  for (const name of added) delete process.env[name];
  process.env.HOME = HOME;
});
afterAll(() => rmSync(home, { recursive: true }));

/** What a session of a service started in this process says of itself. */
async function session(): Promise<Record<string, unknown>> {
  const service = await createService(demo, demoEnvironment({ DATABASE_URL: server }));
  try {
    const db = service.app.get(Database);
    const heard = Promise.withResolvers<void>();
    db.listen('news', () => heard.resolve());
    await heard.promise;
    const [row] = await db.query<Record<string, unknown>[]>(
      `SELECT current_user AS "user", current_database() AS database, current_setting('search_path') AS path,
              current_setting('TimeZone') AS zone, current_setting('application_name') AS application`,
    );
    return row!;
  } finally {
    await service.close();
  }
}

const SHELL: readonly (readonly [string, string])[] = [
  ['PGHOST', '192.0.2.1'],
  ['PGPORT', '1'],
  ['PGUSER', 'nobody'],
  ['PGDATABASE', 'nowhere'],
  ['PGPASSWORD', 'wrong'],
  ['PGSSLMODE', 'require'],
  ['PGSSLNEGOTIATION', 'direct'],
  ['PGSSLROOTCERT', '/no/such/file'],
  ['PGOPTIONS', '-c search_path=nowhere -c TimeZone=Asia/Tokyo'],
  ['PGREPLICATION', 'database'],
  ['PGCLIENT_ENCODING', 'LATIN1'],
  ['PGBINARY', 'true'],
  ['PGAPPNAME', 'somebody'],
  ['PGCONNECT_TIMEOUT', '1'],
  ['PGTZ', 'Asia/Tokyo'],
];

test('what a shell says to PostgreSQL programs does not reach a service', async () => {
  const usual = await session();
  for (const [name, value] of SHELL) set(name, value);
  expect(await session()).toEqual(usual);
});

test('a URL without a password is not completed from the shell or the home folder', async () => {
  const url = new URL(server);
  set('PGPASSWORD', url.password);
  set('PGPASSFILE', join(home, '.pgpass'));
  process.env.HOME = home;
  writeFileSync(join(home, '.pgpass'), `*:*:*:*:${url.password}\n`, { mode: 0o600 });
  url.password = '';
  const start = createService(demo, demoEnvironment({ DATABASE_URL: url.href }));
  await expect(start).rejects.toThrow(/password must be a non-empty string/);
  await rowsOf(server, 'SELECT 1');
});
