import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@latchkey/postgres';
import { demoProcess } from './demo/demo-process.js';
import { rowsOf } from '@latchkey/testing/database-client';
import { freePort } from '@latchkey/testing/free-port';

// What the release before this one left behind: one role that owns its database and everything in it.
const BEFORE = `
  CREATE TABLE events (what text);
  REVOKE UPDATE, DELETE, TRUNCATE ON events FROM CURRENT_USER;
  CREATE TABLE note (title text PRIMARY KEY, nr serial);
  CREATE TABLE migrations (id serial PRIMARY KEY, timestamp bigint NOT NULL, name varchar NOT NULL);
  INSERT INTO migrations (timestamp, name) VALUES (1700000000000, 'Notes1700000000000');
  CREATE TYPE mood AS ENUM ('well');
  CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
  INSERT INTO events VALUES ('login')`;

const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-before-'));
let server: EmbeddedPostgres;
let port: number;
const start = () => startEmbeddedPostgres({ dataDir, port, databases: ['bank'], durable: false });
beforeAll(async () => {
  port = await freePort();
  server = await start();
});
afterAll(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});
const at = (user: string, password: string, database: string) =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;

async function expectTwoRoles(url: string, ownerUrl: string): Promise<void> {
  const owners = await rowsOf(
    ownerUrl,
    `SELECT DISTINCT relowner::regrole::text AS owner FROM pg_class WHERE relnamespace = 'public'::regnamespace
     UNION SELECT datdba::regrole::text FROM pg_database WHERE datname = current_database()
     UNION SELECT proowner::regrole::text FROM pg_proc WHERE proname = 'f'`,
  );
  expect(owners).toEqual([{ owner: `"${new URL(ownerUrl).username}"` }]);
  expect(await rowsOf(url, 'SELECT what FROM events')).toEqual([{ what: 'login' }]);
  expect(await rowsOf(url, "INSERT INTO note VALUES (gen_random_uuid()) RETURNING 'new' AS x")).toEqual([{ x: 'new' }]);
  for (const refused of ['DROP TABLE events', 'DELETE FROM events', "COPY events FROM PROGRAM 'echo x'"]) {
    await expect(rowsOf(url, refused)).rejects.toMatchObject({ code: '42501' });
  }
}

describe('a database that one role owned', () => {
  test('goes on with two when the embedded server starts, before anything is migrated', async () => {
    const { adminUrl } = server;
    await rowsOf(adminUrl, 'ALTER DATABASE bank OWNER TO bank');
    await rowsOf(server.url('bank'), BEFORE);
    await server.stop();
    server = await start();
    await expectTwoRoles(server.url('bank'), server.ownerUrl('bank'));
  });

  test('of a server whose first superuser was that role, goes on with three: its name is free for one without rights', async () => {
    const { adminUrl } = server;
    // The first superuser of this server, under the name that compose's images were told before.
    await rowsOf(adminUrl, "CREATE ROLE helper SUPERUSER LOGIN PASSWORD 'helper'");
    await rowsOf(
      at('helper', 'helper', 'postgres'),
      "ALTER ROLE latchkey RENAME TO shop; ALTER ROLE shop PASSWORD 'old'",
    );
    await rowsOf(at('shop', 'old', 'postgres'), 'DROP ROLE helper');
    await rowsOf(at('shop', 'old', 'postgres'), 'CREATE DATABASE shop');
    await rowsOf(at('shop', 'old', 'shop'), BEFORE);
    const env = {
      ADMIN_DATABASE_URL: adminUrl,
      MIGRATE_DATABASE_URL: at('shop-owner', 'owner', 'shop'),
      DATABASE_URL: at('shop', 'old', 'shop'),
    };
    for (let run = 0; run < 2; run++) {
      const roles = demoProcess('migrate.ts', env, ['--roles']);
      expect([await roles.exit, roles.output()]).toEqual([
        0,
        'demo: shop-owner owns the database shop, shop works with it\n',
      ]);
    }
    const migrate = demoProcess('migrate.ts', { ...env, ADMIN_DATABASE_URL: undefined });
    expect([await migrate.exit, migrate.output()]).toEqual([0, 'demo: schema is up to date\n']);
    await expectTwoRoles(env.DATABASE_URL, env.MIGRATE_DATABASE_URL);
    expect(await rowsOf(adminUrl, 'SELECT rolname FROM pg_roles WHERE rolsuper')).toEqual([{ rolname: 'latchkey' }]);
  });

  test('--roles says what is missing, and takes no superuser for granted', async () => {
    const without = demoProcess('migrate.ts', { DATABASE_URL: server.url('bank') }, ['--roles']);
    expect(await without.exit).toBe(78);
    expect(without.output()).toContain('For --roles set all three');
    const wrong = demoProcess(
      'migrate.ts',
      {
        ADMIN_DATABASE_URL: server.adminUrl.replace(/:[^:@]+@/, ':wrong@'),
        MIGRATE_DATABASE_URL: server.ownerUrl('bank'),
        DATABASE_URL: server.url('bank'),
      },
      ['--roles'],
    );
    expect(await wrong.exit).toBe(1);
    expect(wrong.output()).toContain('the database refuses the login');
  });
});
