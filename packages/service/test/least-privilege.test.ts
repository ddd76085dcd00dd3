import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@latchkey/postgres';
import { demoProcess } from './demo/demo-process.js';
import { rowsOf } from '@latchkey/testing/database-client';
import { freePort } from '@latchkey/testing/free-port';

// Nothing but the roles is at stake here, so the server is one of its own, with a superuser.
const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-roles-'));
let server: EmbeddedPostgres;
let service: Client;
beforeAll(async () => {
  server = await startEmbeddedPostgres({
    dataDir,
    port: await freePort(),
    databases: ['bank', 'retirement'],
    durable: false,
  });
  await rowsOf(
    server.ownerUrl('bank'),
    `CREATE TABLE kept (what text); REVOKE UPDATE, DELETE, TRUNCATE ON kept FROM CURRENT_USER;
     CREATE TABLE counted (id integer GENERATED ALWAYS AS IDENTITY, big bigserial, what text);
     CREATE FUNCTION tidy() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 7'`,
  );
  expect(await migrated()).toBe(0);
  service = new Client({ connectionString: server.url('bank') });
  await service.connect();
});
afterAll(async () => {
  await service?.end();
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const env = () => ({ DATABASE_URL: server.url('bank'), MIGRATE_DATABASE_URL: server.ownerUrl('bank') });
const migrated = (over: NodeJS.ProcessEnv = {}) => demoProcess('migrate.ts', { ...env(), ...over }).exit;
const asService = async (sql: string) => (await service.query<Record<string, unknown>>(sql)).rows;

describe("the service's role", () => {
  test.each([
    ['inserts and reads what is kept', "INSERT INTO kept VALUES ('x') RETURNING what", [{ what: 'x' }]],
    ['works with any other table', "INSERT INTO counted (what) VALUES ('x') RETURNING id, big", [{ id: 1, big: '1' }]],
    ['changes rows of it', "UPDATE counted SET what = 'y' RETURNING what", [{ what: 'y' }]],
    ['locks rows of it', 'SELECT what FROM counted FOR UPDATE', [{ what: 'y' }]],
    ['removes rows of it', 'DELETE FROM counted RETURNING what', [{ what: 'y' }]],
    ['sees which migrations ran', 'SELECT name FROM migrations', [{ name: 'Notes1700000000000' }]],
    ['calls a function that a migration made', 'SELECT tidy()', [{ tidy: 7 }]],
    ['is told and tells', 'SELECT pg_notify($$a$$, $$b$$) IS NULL AS x', [{ x: false }]],
  ])('%s', async (_what, sql, rows) => {
    expect(await asService(sql)).toEqual(rows);
  });

  test.each([
    ['change what is kept', "UPDATE kept SET what = 'z'"],
    ['remove what is kept', 'DELETE FROM kept'],
    ['empty what is kept', 'TRUNCATE kept'],
    ['empty any table', 'TRUNCATE counted'],
    ['grant itself more', 'GRANT ALL ON kept TO bank; DELETE FROM kept'],
    ['alter a table', 'ALTER TABLE kept ADD more text'],
    ['drop a table', 'DROP TABLE kept'],
    ['disable a trigger', 'ALTER TABLE kept DISABLE TRIGGER ALL'],
    ['skip triggers', 'SET session_replication_role = replica'],
    [
      'put a trigger on a table',
      'CREATE TRIGGER t BEFORE INSERT ON kept EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    ],
    ['make a table', 'CREATE TABLE mine (x text)'],
    ['make a temporary table', 'CREATE TEMP TABLE mine (x text)'],
    ['make a function', "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'"],
    ['make a schema', 'CREATE SCHEMA mine'],
    ['make a role', 'CREATE ROLE mine'],
    ['make a database', 'CREATE DATABASE mine'],
    ['become the owner', 'SET ROLE "bank-owner"'],
    ['become the superuser', 'SET ROLE latchkey'],
    ['pretend that a migration ran', "INSERT INTO migrations (timestamp, name) VALUES (1, 'x')"],
    ['run a program', "COPY kept FROM PROGRAM 'echo x'"],
    ['write to a program', "COPY kept TO PROGRAM 'cat'"],
    ['read a file', "COPY kept FROM '/etc/passwd'"],
    ['read a file by a function', "SELECT pg_read_file('/etc/passwd')"],
    ['read the passwords', 'SELECT * FROM pg_authid'],
    ['load a large object from a file', "SELECT lo_import('/etc/passwd')"],
    ['set the server', "ALTER SYSTEM SET log_statement = 'none'"],
  ])('may not %s', async (_what, sql) => {
    await expect(asService(sql)).rejects.toMatchObject({ code: '42501' });
  });

  test.each(['retirement', 'postgres', 'template1'])('may not enter the database %s', async (name) => {
    await expect(rowsOf(server.url('bank').replace(/bank$/, name), 'SELECT 1')).rejects.toMatchObject({
      code: '42501',
    });
  });
});

test('a table of a later migration is granted by the next migrate, and what was granted beyond that is taken back', async () => {
  await rowsOf(server.ownerUrl('bank'), 'CREATE TABLE later (what text); GRANT TRUNCATE, UPDATE ON kept TO bank');
  await expect(asService('SELECT * FROM later')).rejects.toMatchObject({ code: '42501' });
  expect([await migrated(), await migrated()]).toEqual([0, 0]);
  expect(await asService('SELECT * FROM later')).toEqual([]);
  await expect(asService('TRUNCATE kept')).rejects.toMatchObject({ code: '42501' });
});

test('migrate as the service is right while nothing is pending, and names what to set when something is', async () => {
  const alone = { MIGRATE_DATABASE_URL: undefined };
  const idle = demoProcess('migrate.ts', { ...env(), ...alone });
  expect([await idle.exit, idle.output()]).toEqual([0, 'demo: schema is up to date\n']);
  await rowsOf(server.ownerUrl('bank'), 'DELETE FROM migrations; DROP TABLE note');
  const refused = demoProcess('migrate.ts', { ...env(), ...alone });
  expect(await refused.exit).toBe(78);
  expect(refused.output()).toContain(
    "MIGRATE_DATABASE_URL is not the owner's: bank may not change the schema, and 1 migration(s) are to be run. Set it to",
  );
  expect(await migrated()).toBe(0);
});
